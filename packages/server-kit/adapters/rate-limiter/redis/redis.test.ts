import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import type { RateLimiter } from '../../../ports/index.js'
import { rateLimiterConformance } from '../../../testing/rate-limiter-conformance.js'
import { breakableServer } from './__fixtures__/breakable-server.js'
import { createTestKeys, testRedisUrl } from './__fixtures__/test-redis.js'
import { redisRateLimiter } from './index.js'

/** Milliseconds: a busy machine is no fault of what is tested. */
const patient = 10_000
const rule = { key: 'login:ip:203.0.113.9', limit: 10, windowMs: 60_000 }

rateLimiterConformance({
  name: 'redis',
  async create() {
    const keys = createTestKeys()
    return { connect: (options) => redisRateLimiter({ url: testRedisUrl, prefix: keys.prefix, timeoutMs: patient, ...options }), close: () => keys.drop() }
  },
})

describe('what Redis keeps', () => {
  const keys = createTestKeys()
  afterAll(() => keys.drop())

  test('names neither the address nor the account, and forgets by itself', async () => {
    const limiter = redisRateLimiter({ url: testRedisUrl, prefix: keys.prefix, timeoutMs: patient })
    await limiter.take([rule, { ...rule, windowMs: 3_600_000, limit: 1, backOff: { firstMs: 60_000, maxMs: 7_200_000 } }])
    await limiter.take([{ ...rule, windowMs: 3_600_000, limit: 1, backOff: { firstMs: 60_000, maxMs: 7_200_000 } }])
    expect((await keys.names()).filter((name) => name.includes('203.0') || name.includes('login'))).toEqual([])
    const [short, long] = (await keys.lifetimes()).sort((first, second) => first - second)
    expect(short).toBeGreaterThan(60_000)
    expect(short).toBeLessThanOrEqual(120_000)
    // Its block, and the time until that is forgiven.
    expect(long).toBeGreaterThan(7_200_000)
    expect(long).toBeLessThanOrEqual(7_260_000)
    await limiter.close()
  })
})

describe('when Redis is away', () => {
  const keys = createTestKeys()
  const opened: RateLimiter[] = []
  const open = (url: string) => {
    const limiter = redisRateLimiter({ url, prefix: keys.prefix })
    opened.push(limiter)
    return limiter
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((limiter) => limiter.close()))
  })
  afterAll(() => keys.drop())

  test('an address that answers nobody is an error that does not repeat it', async () => {
    const error = await open('redis://coach:secret-word@127.0.0.1:1')
      .take([rule])
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'AdapterError', adapter: 'redis', code: 'unreachable', retryable: true })
    expect(String(error)).not.toContain('secret-word')
  })

  test('a server that accepts and stays silent is given up', async () => {
    const server = await breakableServer()
    await expect(open(server.url).take([rule])).rejects.toMatchObject({ name: 'AdapterError', retryable: true })
    await server.close()
  })

  test('a connection that was cut fails its calls at once and is mended without help', async () => {
    const server = await breakableServer(testRedisUrl)
    const limiter = open(server.url)
    expect(await limiter.take([rule])).toMatchObject({ allowed: true })
    server.cut()
    await expect(limiter.take([rule])).rejects.toMatchObject({ code: 'unreachable', retryable: true })
    server.mend()
    await vi.waitFor(async () => expect(await limiter.take([rule])).toMatchObject({ allowed: true }), { timeout: 10_000, interval: 50 })
    await limiter.close()
    await expect(limiter.take([rule])).rejects.toMatchObject({ code: 'closed' })
    await server.close()
  })

  test.each(['not an address', 'http://127.0.0.1:6379'])('%s is said to be no address of Redis', async (url) => {
    await expect(open(url).take([rule])).rejects.toMatchObject({ code: 'invalid_url', retryable: false })
  })

  test('a refused password is a misconfiguration, not an outage', async () => {
    const url = new URL(testRedisUrl)
    url.username = 'nobody'
    url.password = 'secret-word'
    const error = await open(url.href)
      .take([rule])
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'AdapterError', code: 'credentials', retryable: false })
    expect(String(error)).not.toContain('secret-word')
  })
})
