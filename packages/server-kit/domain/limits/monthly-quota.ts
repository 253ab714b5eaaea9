import type { Tier } from '@coachkit/contract'
import type { UsageKind } from '../../ports/index.js'

/** What a creator may use in a month; absent: as much as the limits of each minute let through (fair use). */
export const monthlyQuotas: MonthlyQuotas = {
  free: { exchanges: 10_000 },
  premium: { exchanges: 100_000 },
  enterprise: {},
}

export type MonthlyQuotas = Record<Tier, Partial<Record<UsageKind, number>>>

/** The part of a quota at which the creator is told. */
export const quotaWarning = 0.8

/** The month a moment belongs to, in UTC, like 2030-01. */
export function usageMonth(moment: Date): string {
  return moment.toISOString().slice(0, 7)
}
