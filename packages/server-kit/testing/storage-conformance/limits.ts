import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import type { RateLimitRule, Storage, StorageTx } from '../../ports/index.js'
import { createSampleTenant } from './sample-tenant.js'

/** How limits are counted is in the suite of the RateLimiter port; this is about who reaches the counts. */
export function describeLimits(storage: () => Storage): void {
  const withLimits = <Result>(work: (tx: StorageTx) => Promise<Result>) => storage().as({ system: 'limits' }, work)
  const sampleRule = (fields: Partial<RateLimitRule> = {}): RateLimitRule => ({ key: randomUUID(), limit: 3, windowMs: 86_400_000, ...fields })

  describe('limits', () => {
    test('meters come back as they were before the call, in the order of the rules', async () => {
      const [first, second] = [sampleRule(), sampleRule({ limit: 5 })]
      await withLimits((tx) => tx.rateLimits.take({ rules: [first], cost: 2 }))
      const { allowed, meters } = await withLimits((tx) => tx.rateLimits.take({ rules: [second, first], cost: 1 }))
      expect(allowed).toBe(true)
      expect(meters.map(({ current }) => current)).toEqual([0, 2])
      expect(meters.map(({ tokens }) => Math.round(tokens * 100) / 100)).toEqual([5, expect.closeTo(1, 1)])
    })

    test('what is full again is removed, and nothing else', async () => {
      const lasting = sampleRule()
      await withLimits((tx) => tx.rateLimits.take({ rules: [lasting, sampleRule({ windowMs: 1 })], cost: 1 }))
      await vi.waitFor(async () => expect(await withLimits((tx) => tx.rateLimits.removeExpired())).toBeGreaterThan(0))
      const { meters } = await withLimits((tx) => tx.rateLimits.take({ rules: [lasting], cost: 1 }))
      expect(meters).toMatchObject([{ current: 1 }])
    })

    test('are out of reach for a tenant and for other work of the system', async () => {
      const rule = sampleRule()
      await withLimits((tx) => tx.rateLimits.take({ rules: [rule], cost: 1 }))
      const tenant = await createSampleTenant(storage())
      const take = (tx: StorageTx) => tx.rateLimits.take({ rules: [rule], cost: 1 })
      await expect(tenant.as(take)).rejects.toMatchObject({ code: 'permission' })
      for (const system of ['sign-in', 'jobs', 'setup', 'keys'] as const) {
        await expect(storage().as({ system }, take)).rejects.toMatchObject({ code: 'permission' })
        expect(await storage().as({ system }, (tx) => tx.rateLimits.removeExpired())).toBe(0)
      }
      expect(await withLimits((tx) => tx.conversations.find(tenant.conversation.id))).toBeUndefined()
      expect((await withLimits(take)).meters).toMatchObject([{ current: 1 }])
    })
  })
}
