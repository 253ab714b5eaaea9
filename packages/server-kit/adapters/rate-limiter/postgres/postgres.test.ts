import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Storage } from '../../../ports/index.js'
import { memoryStorage } from '../../../testing/__fixtures__/memory-storage.js'
import { rateLimiterConformance } from '../../../testing/rate-limiter-conformance.js'
import { createTestDatabase, type TestDatabase } from '../../storage/__fixtures__/test-database.js'
import { postgres } from '../../storage/postgres/index.js'
import { postgresRateLimiter } from './index.js'

for (const poolSize of [10, 1]) {
  rateLimiterConformance({
    name: `postgres with ${poolSize} connection${poolSize === 1 ? '' : 's'} an instance`,
    async create() {
      const database = await createTestDatabase()
      const instances = [postgres({ url: database.url, poolSize }), postgres({ url: database.url, poolSize })]
      await instances[0]?.migrate()
      let next = 0
      return {
        connect(options) {
          next += 1
          return postgresRateLimiter({ storage: instances[next % instances.length] as Storage, ...options })
        },
        async close() {
          await Promise.all(instances.map((instance) => instance.close()))
          await database.drop()
        },
      }
    },
  })
}

rateLimiterConformance({
  name: 'pglite',
  async create() {
    const storage = memoryStorage()
    await storage.migrate()
    return { connect: (options) => postgresRateLimiter({ storage, ...options }), close: () => storage.close() }
  },
})

describe('what PostgreSQL keeps', () => {
  let database: TestDatabase
  let storage: Storage
  beforeAll(async () => {
    database = await createTestDatabase()
    storage = postgres({ url: database.url })
    await storage.migrate()
  })
  afterAll(async () => {
    await storage.close()
    await database.drop()
  })

  test('is removed by the limiter itself once it is full again, and what is not stays', async () => {
    const limiter = postgresRateLimiter({ storage, cleanEveryMs: 0 })
    const lasting = { key: 'lasting', limit: 1, windowMs: 60_000 }
    await limiter.take([lasting, ...Array.from({ length: 20 }, (_, at) => ({ key: `passing-${at}`, limit: 1, windowMs: 1 }))])
    await vi.waitFor(async () => {
      await limiter.take([{ key: 'passing-0', limit: 1, windowMs: 1 }])
      expect((await database.execute('select key from coach.rate_limits')).length).toBeLessThanOrEqual(2)
    })
    expect(await limiter.take([lasting])).toMatchObject({ allowed: false })
  })

  test('names neither the address nor the account', async () => {
    await postgresRateLimiter({ storage }).take([{ key: 'login:account:ana@example.com', limit: 1, windowMs: 60_000 }])
    const rows = await database.execute(`select * from coach.rate_limits where rate_limits::text ~ 'ana|login'`)
    expect(rows).toEqual([])
    expect((await database.execute('select 1 from coach.rate_limits')).length).toBeGreaterThan(0)
  })

  test('two hundred calls on shared and own keys in any order neither wait for ever nor fail', async () => {
    const limiter = postgresRateLimiter({ storage, cleanEveryMs: 0 })
    const rule = (key: string) => ({ key, limit: 1000, windowMs: 1 })
    const calls = Array.from({ length: 200 }, (_, call) => {
      const keys = ['a', 'b', 'c', `own-${call}`].map(rule)
      return limiter.take(call % 2 ? keys : keys.reverse())
    })
    expect(await Promise.all(calls)).toHaveLength(200)
  })
})
