import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Clock, RateLimiter } from '../ports/index.js'
import { describeBackOff } from './rate-limiter-conformance/back-off.js'
import { describeCounting } from './rate-limiter-conformance/counting.js'
import type { LimiterBench } from './rate-limiter-conformance/limiter-bench.js'
import { describeRecovery } from './rate-limiter-conformance/recovery.js'

/** Limiters over one store, so that what one counts the other sees. They tell the time by `clock` when it is given. */
export interface LimiterStore {
  connect(options: { clock?: Clock }): RateLimiter
  close(): Promise<void>
}

/** Registers vitest suites that every implementation of the RateLimiter port must pass. `create` gives an empty store. */
export function rateLimiterConformance(input: { name: string; create: () => Promise<LimiterStore> }): void {
  describe(`rate limiter: ${input.name}`, () => {
    let store: LimiterStore | undefined
    const opened: RateLimiter[] = []
    beforeAll(async () => {
      store = await input.create()
    }, 120_000)
    afterAll(async () => {
      await Promise.all(opened.map((limiter) => limiter.close()))
      await store?.close()
    })
    const connect = (clock?: Clock) => {
      if (!store) throw new Error('The limiter is used before its store was created.')
      const limiter = store.connect(clock ? { clock } : {})
      opened.push(limiter)
      return limiter
    }
    const bench: LimiterBench = {
      limiter: () => connect(),
      manual() {
        // The start of a window of every length the suites use, so that they can say when the next one starts.
        let now = Date.UTC(2030, 0, 1)
        return {
          limiter: connect({ now: () => new Date(now) }),
          pass(milliseconds) {
            now += milliseconds
          },
        }
      },
      rule: (fields = {}) => ({ key: `test:${randomUUID()}`, limit: 10, windowMs: 60_000, ...fields }),
    }
    describeCounting(bench)
    describeRecovery(bench)
    describeBackOff(bench)
  })
}
