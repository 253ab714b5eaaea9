import { CoachError } from '@coachkit/contract'

const dayMs = 86_400_000
const mostDays = 400

/** From the beginning of the first UTC day until that of the day after the last; this month unless told. */
export function spanOfDays({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date): { from: Date; until: Date } {
  const last = to ?? now.toISOString().slice(0, 10)
  const first = from ?? `${last.slice(0, 7)}-01`
  const span = { from: new Date(first), until: new Date(Date.parse(last) + dayMs) }
  const days = (span.until.getTime() - span.from.getTime()) / dayMs
  if (days <= 0 || days > mostDays) throw new CoachError('VAL_001', { details: { from: `From 1 to ${mostDays} days: \`from\` is not after \`to\`.` } })
  return span
}
