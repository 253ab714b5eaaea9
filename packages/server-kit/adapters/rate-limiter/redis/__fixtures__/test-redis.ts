import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'

/** The server the tests use: COACHKIT_TEST_REDIS_URL, or one on this machine. */
export const testRedisUrl = process.env.COACHKIT_TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'

/** Names of a test's own on the shared server, and their removal. */
export function createTestKeys(): { prefix: string; names(): Promise<string[]>; lifetimes(): Promise<number[]>; drop(): Promise<void> } {
  const prefix = `test-${randomUUID()}`
  const redis = new Redis(testRedisUrl, { lazyConnect: true })
  const names = () => redis.keys(`${prefix}:*`)
  return {
    prefix,
    names,
    /** Milliseconds each name lives on. */
    async lifetimes() {
      return Promise.all((await names()).map((name) => redis.pttl(name)))
    },
    async drop() {
      const left = await names()
      if (left.length > 0) await redis.unlink(...left)
      redis.disconnect()
    },
  }
}
