import { expect, test } from 'vitest'
import { rateLimiterConformance } from '../../../testing/rate-limiter-conformance.js'
import { memoryRateLimiter } from './index.js'

const rule = (key: string) => ({ key, limit: 1, windowMs: 60_000 })

// One process is its store: two limiters of a test are the same one.
rateLimiterConformance({
  name: 'memory',
  async create() {
    const shared = memoryRateLimiter()
    return { connect: ({ clock }) => (clock ? memoryRateLimiter({ clock }) : shared), close: () => shared.close() }
  },
})

test('remembers so many keys and forgets those unused for longest', async () => {
  const limiter = memoryRateLimiter({ maxKeys: 3 })
  for (const key of ['a', 'b', 'c']) await limiter.take([rule(key)])
  expect(await limiter.take([rule('a')])).toMatchObject({ allowed: false })
  await limiter.take([rule('d')])
  expect(await limiter.take([rule('a')])).toMatchObject({ allowed: false })
  expect(await limiter.take([rule('b')])).toMatchObject({ allowed: true })
})
