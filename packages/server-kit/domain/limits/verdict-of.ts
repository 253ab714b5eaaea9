import type { RateLimitMeter, RateLimitRule, RateLimitVerdict } from '../../ports/index.js'
import { burstOf, charge, elapsedIn, fits, rounding, spentInWindow } from './meter.js'

/** A rule with its meter, advanced to now, before the call was charged and after it was struck. */
export interface Reading {
  rule: RateLimitRule
  meter: RateLimitMeter
}

/** What to tell of a call that was decided on these readings. */
export function verdictOf(readings: readonly Reading[], call: { allowed: boolean; cost: number }): RateLimitVerdict {
  const verdicts = readings.map((reading) => verdictOfOne(reading, call))
  const [strictest] = verdicts.sort((left, right) => right.retryAfterMs - left.retryAfterMs || left.remaining - right.remaining || right.resetMs - left.resetMs)
  return strictest ?? { allowed: true, key: '', limit: Number.POSITIVE_INFINITY, remaining: Number.POSITIVE_INFINITY, resetMs: 0, retryAfterMs: 0 }
}

function verdictOfOne({ rule, meter }: Reading, { allowed, cost }: { allowed: boolean; cost: number }): RateLimitVerdict {
  const after = allowed ? charge(meter, cost) : meter
  const blockedMs = Math.max(0, meter.blockedUntil - meter.filledAt)
  const left = Math.min(after.tokens, rule.limit - spentInWindow(after, rule))
  return {
    allowed,
    key: rule.key,
    limit: rule.limit,
    remaining: blockedMs > 0 ? 0 : Math.max(0, Math.floor(left + 2 * rounding)),
    resetMs: Math.ceil(Math.max(blockedMs, untilFull(after, rule), untilForgotten(after, rule))),
    retryAfterMs: allowed || fits(meter, rule, cost) ? 0 : Math.ceil(Math.max(1, blockedMs, untilTokens(meter, rule, cost), untilRoom(meter, rule, cost))),
  }
}

function untilTokens(meter: RateLimitMeter, rule: RateLimitRule, cost: number): number {
  if (cost > burstOf(rule)) return rule.windowMs
  return ((cost - rounding - meter.tokens) * rule.windowMs) / rule.limit
}

/** Until so much of the past left the window that `cost` has room. */
function untilRoom(meter: RateLimitMeter, rule: RateLimitRule, cost: number): number {
  const room = rule.limit + rounding - cost
  if (room < 0) return rule.windowMs
  const restOfWindow = rule.windowMs - elapsedIn(meter, rule)
  if (meter.current <= room) return meter.previous === 0 ? 0 : restOfWindow - ((room - meter.current) / meter.previous) * rule.windowMs
  return restOfWindow + (1 - room / meter.current) * rule.windowMs
}

function untilFull(meter: RateLimitMeter, rule: RateLimitRule): number {
  return rule.limit === 0 ? 0 : ((burstOf(rule) - meter.tokens) * rule.windowMs) / rule.limit
}

function untilForgotten(meter: RateLimitMeter, rule: RateLimitRule): number {
  const restOfWindow = rule.windowMs - elapsedIn(meter, rule)
  if (meter.current > 0) return restOfWindow + rule.windowMs
  return meter.previous > 0 ? restOfWindow : 0
}
