import { verdictOf } from '../../../domain/limits/verdict-of.js'
import type { Clock, RateLimiter, Storage } from '../../../ports/index.js'
import { refuseBrokenRules } from '../refuse-broken-rules.js'
import { storedKey } from '../stored-key.js'

export interface PostgresLimiterOptions {
  storage: Storage
  /** How often an instance removes what is full again. Default: a minute. */
  cleanEveryMs?: number
  /** For tests; the database's own clock otherwise, so that instances agree. */
  clock?: Clock
}

/** Counts in the database of `storage`, for any number of instances. */
export function postgresRateLimiter({ storage, cleanEveryMs = 60_000, clock }: PostgresLimiterOptions): RateLimiter {
  let cleanedAt = performance.now()
  const cleanIfDue = async () => {
    if (performance.now() - cleanedAt < cleanEveryMs) return
    cleanedAt = performance.now()
    // What stays is removed the next time.
    await storage.as({ system: 'limits' }, (tx) => tx.rateLimits.removeExpired()).catch(() => undefined)
  }
  return {
    async take(rules, cost = 1) {
      refuseBrokenRules('postgres', rules, cost)
      const stored = rules.map((rule) => ({ ...rule, key: storedKey(rule) }))
      const { allowed, meters } = await storage.batched.takeLimits({ rules: stored, cost, now: clock?.now().getTime() })
      await cleanIfDue()
      const readings = meters.flatMap((meter, at) => rules.slice(at, at + 1).map((rule) => ({ rule, meter })))
      return verdictOf(readings, { allowed, cost })
    },
    forgive: (rules) => storage.as({ system: 'limits' }, (tx) => tx.rateLimits.forget({ keys: rules.map(storedKey) })),
    // The storage is its owner's to close.
    close: async () => undefined,
  }
}
