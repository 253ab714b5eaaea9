import type { RateLimitMeter, RateLimitRule } from '../../ports/index.js'

type Meter = RateLimitMeter

/** Half a millionth of a call: what adding up fractions can be off by. */
export const rounding = 5e-7

/** A meter nothing was taken from. */
export function newMeter(rule: RateLimitRule, now: number): Meter {
  return { tokens: burstOf(rule), filledAt: now, current: 0, previous: 0, strikes: 0, blockedUntil: 0 }
}

/** The same meter later: refilled, its windows moved on. A clock that went back stands still. */
export function advance(meter: Meter, rule: RateLimitRule, now: number): Meter {
  const at = Math.max(now, meter.filledAt)
  const moved = Math.floor(at / rule.windowMs) - Math.floor(meter.filledAt / rule.windowMs)
  return {
    tokens: Math.min(burstOf(rule), meter.tokens + ((at - meter.filledAt) * rule.limit) / rule.windowMs),
    filledAt: at,
    current: moved === 0 ? meter.current : 0,
    previous: moved === 0 ? meter.previous : moved === 1 ? meter.current : 0,
    strikes: meter.strikes > 0 && at >= meter.blockedUntil + (rule.backOff?.maxMs ?? 0) ? 0 : meter.strikes,
    blockedUntil: meter.blockedUntil,
  }
}

/** Whether `cost` can be taken from a meter that was advanced to now. */
export function fits(meter: Meter, rule: RateLimitRule, cost: number): boolean {
  return !isBlocked(meter) && meter.tokens + rounding >= cost && spentInWindow(meter, rule) + cost <= rule.limit + rounding
}

export function charge(meter: Meter, cost: number): Meter {
  return { ...meter, tokens: meter.tokens - cost, current: meter.current + cost }
}

/** The meter after it refused: blocked, twice as long as the last time. What comes during a block does not lengthen it. */
export function strike(meter: Meter, rule: RateLimitRule): Meter {
  if (!rule.backOff || isBlocked(meter)) return meter
  return { ...meter, strikes: meter.strikes + 1, blockedUntil: meter.filledAt + Math.min(rule.backOff.maxMs, rule.backOff.firstMs * 2 ** meter.strikes) }
}

/** Calls of the last `windowMs`: this window's, and the part of the previous one's that still lies within, taken as evenly spread. */
export function spentInWindow(meter: Meter, rule: RateLimitRule): number {
  return meter.current + meter.previous * (1 - elapsedIn(meter, rule) / rule.windowMs)
}

export function elapsedIn(meter: Meter, rule: RateLimitRule): number {
  return meter.filledAt % rule.windowMs
}

export function burstOf(rule: RateLimitRule): number {
  return Math.min(rule.burst ?? rule.limit, rule.limit)
}

function isBlocked(meter: Meter): boolean {
  return meter.blockedUntil > meter.filledAt
}
