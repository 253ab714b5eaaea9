import { advance, charge, fits, newMeter, strike } from '../../../domain/limits/meter.js'
import { placeOf } from '../../../domain/limits/rules-problem.js'
import { verdictOf } from '../../../domain/limits/verdict-of.js'
import type { Clock, RateLimiter, RateLimitMeter } from '../../../ports/index.js'
import { refuseBrokenRules } from '../refuse-broken-rules.js'

/**
 * Counts in this process alone: for one instance, and for each while the shared limiter is away.
 * Beyond `maxKeys` (100,000 unless told) the keys unused for longest are forgotten. `clock` is for tests.
 */
export function memoryRateLimiter(options: { maxKeys?: number; clock?: Clock } = {}): RateLimiter {
  const { maxKeys = 100_000, clock } = options
  const meters = new Map<string, RateLimitMeter>()
  // Last in the map is last used.
  const remember = (place: string, meter: RateLimitMeter) => {
    meters.delete(place)
    meters.set(place, meter)
    if (meters.size <= maxKeys) return
    const [oldest] = meters.keys()
    if (oldest !== undefined) meters.delete(oldest)
  }
  return {
    async take(rules, cost = 1) {
      refuseBrokenRules('memory', rules, cost)
      const now = clock ? clock.now().getTime() : Date.now()
      const readings = rules.map((rule) => {
        const known = meters.get(placeOf(rule))
        return { rule, known, meter: known ? advance(known, rule, now) : newMeter(rule, now) }
      })
      const allowed = readings.every(({ rule, meter }) => fits(meter, rule, cost))
      if (allowed) {
        for (const { rule, meter } of readings) remember(placeOf(rule), charge(meter, cost))
        return verdictOf(readings, { allowed, cost })
      }
      const judged = readings.map(({ rule, known, meter }) => {
        const struck = fits(meter, rule, cost) ? meter : strike(meter, rule)
        const kept = struck === meter ? known : struck
        if (kept) remember(placeOf(rule), kept)
        return { rule, meter: struck }
      })
      return verdictOf(judged, { allowed, cost })
    },
    async forgive(rules) {
      for (const rule of rules) meters.delete(placeOf(rule))
    },
    close: async () => meters.clear(),
  }
}
