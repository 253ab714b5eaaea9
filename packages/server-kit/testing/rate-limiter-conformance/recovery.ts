import { describe, expect, test } from 'vitest'
import type { LimiterBench } from './limiter-bench.js'

export function describeRecovery(bench: LimiterBench): void {
  describe('recovery', () => {
    test('a burst is smaller than the limit and comes back evenly', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule({ limit: 60, burst: 5 })
      for (let call = 0; call < 5; call += 1) expect(await limiter.take([rule])).toMatchObject({ allowed: true, remaining: 4 - call })
      expect(await limiter.take([rule])).toMatchObject({ allowed: false, retryAfterMs: 1000 })
      pass(999)
      expect(await limiter.take([rule])).toMatchObject({ allowed: false, retryAfterMs: 1 })
      pass(1)
      expect(await limiter.take([rule])).toMatchObject({ allowed: true, remaining: 0, resetMs: expect.any(Number) })
      pass(5000)
      expect(await limiter.take([rule])).toMatchObject({ allowed: true, remaining: 4 })
    })

    test('forgiven rules begin anew, blocks too; others stay as they are', async () => {
      const { limiter } = bench.manual()
      const backOff = { firstMs: 60_000, maxMs: 3_600_000 }
      const [forgiven, other] = [bench.rule({ limit: 2, backOff }), bench.rule({ limit: 2, backOff })]
      for (const rule of [forgiven, other]) for (let call = 0; call < 4; call += 1) await limiter.take([rule])
      await limiter.forgive([forgiven])
      await limiter.forgive([])
      expect(await limiter.take([forgiven])).toMatchObject({ allowed: true, remaining: 1 })
      expect(await limiter.take([other])).toMatchObject({ allowed: false })
    })

    test('the end of a window gives no second limit at once', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule()
      pass(59_000)
      for (let call = 0; call < 10; call += 1) await limiter.take([rule])
      pass(2000)
      // A counter per minute would let ten more through here, twenty in two seconds.
      expect(await limiter.take([rule])).toMatchObject({ allowed: false, remaining: 0 })
      pass(30_000)
      const verdicts = []
      for (let call = 0; call < 10; call += 1) verdicts.push(await limiter.take([rule]))
      expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(5)
    })

    test.each([0, 1, 12_345, 59_999])('waiting as long as was said is enough, a moment less is not (%i ms into a window)', async (start) => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule({ limit: 7, burst: 4 })
      pass(start)
      for (let round = 0; round < 12; round += 1) {
        let verdict = await limiter.take([rule])
        while (verdict.allowed) verdict = await limiter.take([rule])
        pass(verdict.retryAfterMs - 1)
        expect(await limiter.take([rule])).toMatchObject({ allowed: false, retryAfterMs: 1 })
        pass(1)
        expect(await limiter.take([rule])).toMatchObject({ allowed: true })
      }
    })

    test('after the reset everything is back', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule()
      pass(20_000)
      let verdict = await limiter.take([rule], 10)
      pass(verdict.resetMs)
      verdict = await limiter.take([rule], 10)
      expect(verdict).toMatchObject({ allowed: true, remaining: 0 })
    })

    test('whoever keeps trying gets the limit on average, and in no minute twice that', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule()
      const passedAt: number[] = []
      for (let second = 0; second < 600; second += 3) {
        if ((await limiter.take([rule])).allowed) passedAt.push(second)
        pass(3000)
      }
      // The window before counts as evenly spread, so a burst can seem to be up to a window older than it is.
      for (const from of passedAt) expect(passedAt.filter((at) => at >= from && at < from + 60).length).toBeLessThan(2 * rule.limit)
      expect(passedAt.length).toBeGreaterThan(80)
      expect(passedAt.length).toBeLessThanOrEqual(101)
    })

    test('a clock that goes back gives nothing back', async () => {
      const { limiter, pass } = bench.manual()
      const rule = bench.rule({ limit: 2 })
      await limiter.take([rule], 2)
      pass(-3_600_000)
      expect(await limiter.take([rule])).toMatchObject({ allowed: false })
      pass(3_600_000)
      expect(await limiter.take([rule])).toMatchObject({ allowed: false })
      pass(120_000)
      expect(await limiter.take([rule])).toMatchObject({ allowed: true })
    })

    test('a limit that was raised or lowered meanwhile counts from what was taken', async () => {
      const { limiter } = bench.manual()
      const rule = bench.rule({ limit: 10 })
      await limiter.take([rule], 5)
      expect(await limiter.take([{ ...rule, limit: 4 }])).toMatchObject({ allowed: false, limit: 4 })
      expect(await limiter.take([rule], 5)).toMatchObject({ allowed: true, remaining: 0 })
    })
  })
}
