import { advance, charge } from '../../../domain/limits/meter.js'
import type { RateLimitMeter, RateLimitRule } from '../../../ports/index.js'

/** Smaller limits are counted call by call, exactly. */
const smallestLeased = 100
/** An instance takes this part of a limit at once: so much of it, at most, lies unused on each of the other instances. */
const parts = 25
/** Leases remembered; what the oldest still hold is lost, which lets fewer calls through, never more. */
const mostLeases = 100_000

interface Lease {
  limit: number
  /** As it was stored when it was last asked, with all that was taken for this instance charged. */
  stored: RateLimitMeter
  /** The database's clock less this process's steady one. */
  skew: number
  left: number
}

/**
 * Calls that this instance took out of shared counters in advance. They are good until the end of the window they were charged in, so
 * that the window never counts fewer calls than were let through; what is left then is gone.
 */
export function createLimitLeases(now: () => number = () => performance.now()) {
  const leases = new Map<string, Lease>()

  function find(rule: RateLimitRule): Lease | undefined {
    const lease = leases.get(rule.key)
    if (!lease || lease.limit !== rule.limit) return undefined
    const at = now() + lease.skew
    return Math.floor(at / rule.windowMs) === Math.floor(lease.stored.filledAt / rule.windowMs) ? lease : undefined
  }

  return {
    /** How many calls to take at once, of a limit that may be leased; 0: none in advance. A rule with a burst of its own is exact. */
    sizeOf: ({ limit, burst = limit }: RateLimitRule): number => (limit >= smallestLeased && burst >= limit ? Math.floor(limit / parts) : 0),
    /** Takes as much as there is, `most` at most. */
    hold(rule: RateLimitRule, most: number): number {
      const lease = find(rule)
      if (!lease) return 0
      const held = Math.min(lease.left, most)
      lease.left -= held
      return held
    },
    giveBack(rule: RateLimitRule, calls: number): void {
      const lease = find(rule)
      if (lease) lease.left += calls
    },
    now,
    /** `stored` was the meter before `taken` was charged to it, of which `left` is for later. `askedAt`: by `now`, so that no window lasts longer here than there. */
    put(rule: RateLimitRule, { stored, taken, left, askedAt }: { stored: RateLimitMeter; taken: number; left: number; askedAt: number }): void {
      const before = find(rule)?.left ?? 0
      leases.delete(rule.key)
      leases.set(rule.key, { limit: rule.limit, stored: charge(stored, taken), skew: stored.filledAt - askedAt, left: before + left })
      const [oldest] = leases.keys()
      if (leases.size > mostLeases && oldest !== undefined) leases.delete(oldest)
    },
    /** The meter as it would be had only the calls been charged that were made: `held` are about to be. */
    meterOf(rule: RateLimitRule, held: number): RateLimitMeter | undefined {
      const lease = find(rule)
      return lease && charge(advance(lease.stored, rule, now() + lease.skew), -(lease.left + held))
    },
  }
}
export type LimitLeases = ReturnType<typeof createLimitLeases>
