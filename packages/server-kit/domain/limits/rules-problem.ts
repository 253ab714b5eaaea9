import type { RateLimitRule } from '../../ports/index.js'

/** A sentence that says what is wrong with rules that cannot be counted; `undefined` when they can. */
export function rulesProblem(rules: readonly RateLimitRule[], cost: number): string | undefined {
  if (!(cost > 0 && Number.isFinite(cost))) return 'The cost of a call must be above 0.'
  const places = new Set(rules.map(placeOf))
  if (places.size < rules.length) return 'A key may have one rule for each window.'
  const broken = rules.find((rule) => !isCountable(rule))
  return broken && `The rule for ${broken.key.split(':', 1)[0]} is not countable: windows are above 0 ms, limits and bursts from 0 up, blocks above 0 ms.`
}

/** What tells one meter from another: a key's rules of different windows are counted apart. */
export function placeOf(rule: RateLimitRule): string {
  return `${rule.windowMs} ${rule.key}`
}

function isCountable({ limit, windowMs, burst = limit, backOff }: RateLimitRule): boolean {
  const times = backOff ? [windowMs, backOff.firstMs, backOff.maxMs] : [windowMs]
  return times.every((time) => time > 0 && Number.isFinite(time)) && [limit, burst].every((count) => count >= 0 && Number.isFinite(count))
}
