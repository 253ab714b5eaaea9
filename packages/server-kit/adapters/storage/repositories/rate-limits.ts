import { inArray, sql } from 'drizzle-orm'
import type { RateLimitRepository, RateLimitRule } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { rateLimits } from '../schema.js'

export function rateLimitRepository(db: Database): RateLimitRepository {
  return {
    async take({ rules, cost, now }) {
      if (rules.length === 0) return { allowed: true, meters: [] }
      const asked = JSON.stringify(rules.map(ruleRow))
      const moment = now === undefined ? sql`null::double precision` : sql`${now}::double precision`
      const rows = await db.select(taken).from(sql`coach.take_limits(${asked}::jsonb, ${cost}::double precision, ${moment}) as taken`)
      return { allowed: rows.every(({ allowed }) => allowed), meters: rows.map(({ allowed: _, ...meter }) => meter) }
    },
    async forget({ keys }) {
      if (keys.length > 0) await db.delete(rateLimits).where(inArray(rateLimits.key, keys))
    },
    async removeExpired() {
      // Those being counted right now stay, and nobody waits.
      const expired = sql`(select key from coach.rate_limits where expires_at < clock_timestamp() for update skip locked)`
      const removed = await db.delete(rateLimits).where(inArray(rateLimits.key, expired)).returning({ key: rateLimits.key })
      return removed.length
    },
  }
}

const taken = {
  allowed: sql<boolean>`taken.allowed`,
  tokens: sql<number>`taken.tokens`,
  filledAt: sql<number>`taken.filled_at`,
  current: sql<number>`taken.current_count`,
  previous: sql<number>`taken.previous_count`,
  strikes: sql<number>`taken.strikes`,
  blockedUntil: sql<number>`taken.blocked_until`,
}

export function ruleRow({ key, limit, windowMs, burst = limit, backOff }: RateLimitRule, position: number) {
  return {
    position,
    key,
    call_limit: limit,
    window_ms: windowMs,
    burst: Math.min(burst, limit),
    first_block: backOff?.firstMs ?? 0,
    longest_block: backOff?.maxMs ?? 0,
  }
}
