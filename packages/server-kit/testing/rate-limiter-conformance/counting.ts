import { describe, expect, test } from 'vitest'
import type { RateLimiter, RateLimitRule } from '../../ports/index.js'
import type { LimiterBench } from './limiter-bench.js'

export function describeCounting(bench: LimiterBench): void {
  const takeTimes = async (limiter: RateLimiter, rules: RateLimitRule[], times: number) => {
    const verdicts = []
    for (let call = 0; call < times; call += 1) verdicts.push(await limiter.take(rules))
    return verdicts
  }

  describe('counting', () => {
    test('lets the limit through, says what is left, and refuses the next', async () => {
      const { limiter } = bench.manual()
      const rule = bench.rule({ limit: 3 })
      const verdicts = await takeTimes(limiter, [rule], 4)
      expect(verdicts.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
        [true, 2],
        [true, 1],
        [true, 0],
        [false, 0],
      ])
      expect(verdicts[0]).toMatchObject({ key: rule.key, limit: 3, retryAfterMs: 0 })
      expect(verdicts[3]?.retryAfterMs).toBeGreaterThan(0)
    })

    test('fifty at once on a limit of ten: exactly ten', async () => {
      const limiter = bench.limiter()
      const rule = bench.rule()
      const verdicts = await Promise.all(Array.from({ length: 50 }, () => limiter.take([rule])))
      expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(10)
    })

    test('two instances share the count, also when they meet on several keys', async () => {
      const [one, other] = [bench.limiter(), bench.limiter()]
      const [narrow, wide] = [bench.rule(), bench.rule({ limit: 1000 })]
      const verdicts = await Promise.all(
        Array.from({ length: 50 }, (_, call) => (call % 2 ? one.take([wide, narrow, bench.rule()]) : other.take([narrow, wide]))),
      )
      expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(10)
      // What is left of a large limit may be known only nearly: instances may take parts of it in advance.
      const { allowed, remaining } = await one.take([wide])
      expect(allowed).toBe(true)
      expect(remaining).toBeGreaterThan(1000 * 0.9)
      expect(remaining).toBeLessThan(1000)
    })

    test('two instances never let more through than a large limit, and nearly all of it', async () => {
      const [one, other] = [bench.limiter(), bench.limiter()]
      const [large, narrow] = [bench.rule({ limit: 200, windowMs: 3_600_000 }), bench.rule({ limit: 1, windowMs: 3_600_000 })]
      let count = 0
      for (let round = 0; round < 6; round += 1) {
        const calls = Array.from({ length: 50 }, (_, call) => (call % 2 ? one : other).take(call % 10 ? [large] : [narrow, large]))
        count += (await Promise.all(calls)).filter(({ allowed }) => allowed).length
      }
      expect(count).toBeLessThanOrEqual(200)
      expect(count).toBeGreaterThan(180)
      expect(await one.take([large])).toMatchObject({ allowed: false, key: large.key, limit: 200 })
    })

    test('keys do not touch each other', async () => {
      const { limiter } = bench.manual()
      const [mine, other] = [bench.rule({ limit: 1 }), bench.rule({ limit: 1 })]
      await takeTimes(limiter, [mine], 3)
      expect(await limiter.take([other])).toMatchObject({ allowed: true, remaining: 0 })
    })

    test('windows of one key are counted apart', async () => {
      const { limiter, pass } = bench.manual()
      const minute = bench.rule({ limit: 2 })
      const hour = { key: minute.key, limit: 3, windowMs: 3_600_000 }
      const first = await takeTimes(limiter, [minute, hour], 3)
      expect(first.map(({ allowed }) => allowed)).toEqual([true, true, false])
      pass(120_000)
      const second = await takeTimes(limiter, [minute, hour], 2)
      expect(second.map(({ allowed }) => allowed)).toEqual([true, false])
      expect(second[1]).toMatchObject({ limit: 3 })
    })

    test('the strictest of several rules decides and is the one told', async () => {
      const { limiter } = bench.manual()
      const [wide, narrow] = [bench.rule({ limit: 100 }), bench.rule({ limit: 2 })]
      expect(await limiter.take([wide, narrow])).toMatchObject({ allowed: true, key: narrow.key, limit: 2, remaining: 1 })
      await limiter.take([narrow])
      expect(await limiter.take([wide, narrow])).toMatchObject({ allowed: false, key: narrow.key, limit: 2, remaining: 0 })
    })

    test('a refused call is charged to no rule', async () => {
      const { limiter } = bench.manual()
      const [wide, narrow] = [bench.rule({ limit: 100 }), bench.rule({ limit: 1 })]
      await takeTimes(limiter, [wide, narrow], 20)
      expect(await limiter.take([wide])).toMatchObject({ remaining: 98 })
    })

    test('a call can cost more than one, all of it or nothing', async () => {
      const { limiter } = bench.manual()
      const rule = bench.rule()
      expect(await limiter.take([rule], 7)).toMatchObject({ allowed: true, remaining: 3 })
      expect(await limiter.take([rule], 4)).toMatchObject({ allowed: false, remaining: 3 })
      expect(await limiter.take([rule], 3)).toMatchObject({ allowed: true, remaining: 0 })
      expect(await limiter.take([bench.rule()], 11)).toMatchObject({ allowed: false, remaining: 10 })
    })

    test('a limit of nothing lets nothing through, and no rules let everything through', async () => {
      const { limiter } = bench.manual()
      expect(await limiter.take([bench.rule({ limit: 0 })])).toMatchObject({ allowed: false, limit: 0, remaining: 0 })
      expect(await limiter.take([])).toMatchObject({ allowed: true, limit: Number.POSITIVE_INFINITY })
    })

    test('keys of any text are kept apart', async () => {
      const { limiter } = bench.manual()
      const { key } = bench.rule()
      const keys = [key, `${key} `, `${key}\u0000`, `${key}'"{}%\\`, `${key}ñ`, `${key}n\u0303`, `${key}${'x'.repeat(4000)}`, `${key}${'x'.repeat(4001)}`]
      for (const each of keys) expect(await limiter.take([bench.rule({ key: each, limit: 1 })])).toMatchObject({ allowed: true, key: each })
    })

    test.each([
      ['a window of nothing', [{ windowMs: 0 }], 1],
      ['a negative limit', [{ limit: -1 }], 1],
      ['a limit that is no number', [{ limit: Number.NaN }], 1],
      ['the same key and window twice', [{ key: 'same' }, { key: 'same' }], 1],
      ['a cost of nothing', [{}], 0],
      ['a cost that is no number', [{}], Number.NaN],
    ])('fails on %s', async (_, fields, cost) => {
      const attempt = bench.limiter().take(
        fields.map((field) => bench.rule(field)),
        cost,
      )
      await expect(attempt).rejects.toMatchObject({ name: 'AdapterError', code: 'invalid_rules', retryable: false })
    })
  })
}
