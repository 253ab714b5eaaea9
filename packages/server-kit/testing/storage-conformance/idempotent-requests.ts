import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, inOneHour } from './sample-tenant.js'

export function describeIdempotentRequests(storage: () => Storage): void {
  describe('requests that are made once', () => {
    const key = { caller: 'key:a', keyHash: 'k' }

    test('are begun once, however many come, and answered as the first was', async () => {
      const [{ as }, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const begin = (requestHash = 'r') => as((tx) => tx.idempotentRequests.begin({ ...key, requestHash, expiresAt: inOneHour() }))
      const begun = await Promise.all(Array.from({ length: 10 }, () => begin()))
      expect(begun.filter((known) => known === undefined)).toHaveLength(1)
      expect(begun.filter((known) => known !== undefined)).toEqual(Array.from({ length: 9 }, () => ({ requestHash: 'r' })))
      await as((tx) => tx.idempotentRequests.finish({ ...key, sealedAnswer: 'sealed' }))
      expect(await begin('another')).toEqual({ requestHash: 'r', sealedAnswer: 'sealed' })
      expect(await as((tx) => tx.idempotentRequests.begin({ ...key, caller: 'key:b', requestHash: 'r', expiresAt: inOneHour() }))).toBeUndefined()
      expect(await other.as((tx) => tx.idempotentRequests.begin({ ...key, requestHash: 'r', expiresAt: inOneHour() }))).toBeUndefined()
    })

    test('are begun again once they failed or expired', async () => {
      const { as } = await createSampleTenant(storage())
      const begin = (expiresAt: Date) => as((tx) => tx.idempotentRequests.begin({ ...key, requestHash: 'r', expiresAt }))
      await begin(inOneHour())
      await as((tx) => tx.idempotentRequests.forget(key))
      expect(await begin(new Date(Date.now() - 60_000))).toBeUndefined()
      await as((tx) => tx.idempotentRequests.finish({ ...key, sealedAnswer: 'sealed' }))
      expect(await begin(new Date(Date.now() - 60_000))).toBeUndefined()
      expect(await storage().as({ system: 'upkeep' }, (tx) => tx.upkeep.removeExpired())).toBeGreaterThan(0)
      expect(await begin(inOneHour())).toBeUndefined()
    })
  })
}
