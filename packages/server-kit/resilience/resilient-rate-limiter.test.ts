import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { memoryRateLimiter } from '../adapters/rate-limiter/memory/index.js'
import { breakableServer } from '../adapters/rate-limiter/redis/__fixtures__/breakable-server.js'
import { createTestKeys, testRedisUrl } from '../adapters/rate-limiter/redis/__fixtures__/test-redis.js'
import { redisRateLimiter } from '../adapters/rate-limiter/redis/index.js'
import type { RateLimiter } from '../ports/index.js'
import { resilientRateLimiter } from './resilient-rate-limiter.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** An instance whose way to Redis can be cut, beside one that always reaches it. */
async function createInstance(url?: string) {
  const keys = createTestKeys()
  const server = await breakableServer(testRedisUrl)
  const lines: string[] = []
  const write = (event: string, fields: object = {}) => void lines.push([event, ...Object.values(fields)].join(' '))
  const limiter = resilientRateLimiter({
    shared: redisRateLimiter({ url: url ?? server.url, prefix: keys.prefix }),
    local: memoryRateLimiter(),
    logger: { info: write, warn: write, error: write },
  })
  const other = redisRateLimiter({ url: testRedisUrl, prefix: keys.prefix, timeoutMs: 10_000 })
  closing.push(
    () => keys.drop(),
    () => server.close(),
    () => other.close(),
    () => limiter.close(),
  )
  return { limiter, other, server, lines, rule: { key: randomUUID(), limit: 10, windowMs: 3_600_000 } }
}

async function allowedOf(limiter: RateLimiter, rule: { key: string; limit: number; windowMs: number }, calls: number): Promise<number> {
  const verdicts = await Promise.all(Array.from({ length: calls }, () => limiter.take([rule])))
  return verdicts.filter(({ allowed }) => allowed).length
}

test('counts with the others while Redis is there', async () => {
  const { limiter, other, lines, rule } = await createInstance()
  await allowedOf(other, rule, 6)
  expect(await allowedOf(limiter, rule, 20)).toBe(4)
  expect(lines).toEqual([])
})

test('Redis goes: the instance goes on counting by itself, then with the others again', async () => {
  const { limiter, other, server, lines, rule } = await createInstance()
  expect(await allowedOf(limiter, rule, 4)).toBe(4)
  server.cut()
  expect(await allowedOf(limiter, rule, 50)).toBe(10)
  expect(await limiter.take([rule])).toMatchObject({ allowed: false, limit: 10, retryAfterMs: expect.any(Number) })
  expect(lines).toEqual(['limits.local redis.unreachable'])
  server.mend()
  await vi.waitFor(() => limiter.take([rule]).then(({ remaining }) => expect(remaining).toBeGreaterThan(0)), { timeout: 10_000, interval: 100 })
  expect(lines).toEqual(['limits.local redis.unreachable', 'limits.shared'])
  await allowedOf(other, rule, 50)
  expect(await limiter.take([rule])).toMatchObject({ allowed: false })
})

test('Redis was never there: there is a limit from the first call', async () => {
  const { limiter, rule, lines } = await createInstance('redis://127.0.0.1:1')
  expect(await allowedOf(limiter, rule, 50)).toBe(10)
  expect(lines).toEqual(['limits.local redis.unreachable'])
})

test('Redis accepts and stays silent: the local limit answers instead', async () => {
  const silent = await breakableServer()
  closing.push(() => silent.close())
  const { limiter, rule, lines } = await createInstance(silent.url)
  expect(await allowedOf(limiter, rule, 50)).toBe(10)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^limits\.local /)
})

test('rules that cannot be counted are said, not counted elsewhere', async () => {
  const { limiter, rule, lines } = await createInstance()
  await expect(limiter.take([{ ...rule, windowMs: 0 }])).rejects.toMatchObject({ code: 'invalid_rules' })
  expect(lines).toEqual([])
})
