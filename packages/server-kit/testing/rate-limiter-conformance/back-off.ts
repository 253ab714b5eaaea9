import { describe, expect, test } from 'vitest'
import type { RateLimiter, RateLimitRule, RateLimitVerdict } from '../../ports/index.js'
import type { LimiterBench } from './limiter-bench.js'

const minute = 60_000
const hour = 60 * minute
const backOff = { firstMs: minute, maxMs: hour }

export function describeBackOff(bench: LimiterBench): void {
  /** Takes until it is refused. */
  const exhaust = async (limiter: RateLimiter, rule: RateLimitRule): Promise<RateLimitVerdict> => {
    for (;;) {
      const verdict = await limiter.take([rule])
      if (!verdict.allowed) return verdict
    }
  }

  describe('backing off', () => {
    test('each refused burst doubles the wait, up to an hour', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule({ windowMs: 1000, backOff })
      const waits = []
      for (let round = 0; round < 8; round += 1) {
        const { retryAfterMs } = await exhaust(limiter, rule)
        waits.push(retryAfterMs / minute)
        pass(retryAfterMs)
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    })

    test('what comes during a block is refused, told the rest of the wait, and lengthens nothing', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule({ windowMs: 1000, backOff })
      await exhaust(limiter, rule)
      pass(45_000)
      for (let call = 0; call < 20; call += 1) expect(await limiter.take([rule])).toMatchObject({ allowed: false, remaining: 0, retryAfterMs: 15_000 })
      pass(14_999)
      expect(await limiter.take([rule])).toMatchObject({ allowed: false, retryAfterMs: 1, resetMs: 1 })
      pass(1)
      expect(await limiter.take([rule])).toMatchObject({ allowed: true })
      expect((await exhaust(limiter, rule)).retryAfterMs).toBe(2 * minute)
    })

    test('quiet for as long as the longest block, and it is forgiven', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule({ windowMs: 1000, backOff })
      pass((await exhaust(limiter, rule)).retryAfterMs)
      pass((await exhaust(limiter, rule)).retryAfterMs + hour)
      expect((await exhaust(limiter, rule)).retryAfterMs).toBe(minute)
    })

    test('only the rule that refused blocks', async () => {
      const { limiter } = bench.manual()
      const [wide, narrow] = [bench.rule({ limit: 100, backOff }), bench.rule({ limit: 1, backOff })]
      for (let call = 0; call < 5; call += 1) await limiter.take([wide, narrow])
      expect(await limiter.take([wide])).toMatchObject({ allowed: true, remaining: 98 })
      expect(await limiter.take([narrow])).toMatchObject({ allowed: false })
    })

    test('the wait is the window when that is longer than the block', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule({ limit: 1, windowMs: hour, backOff })
      const { retryAfterMs } = await exhaust(limiter, rule)
      expect(retryAfterMs).toBeGreaterThan(minute)
      pass(retryAfterMs)
      expect(await limiter.take([rule])).toMatchObject({ allowed: true })
    })
  })
}
