import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Storage, StorageTx } from '../../ports/index.js'
import { createSampleTenant, inOneHour } from './sample-tenant.js'

export function describeCredentials(storage: () => Storage): void {
  const signIn = <Result>(work: (tx: StorageTx) => Promise<Result>) => storage().as({ system: 'sign-in' }, work)
  const longAgo = new Date(0)

  describe('credentials', () => {
    test('a creator is created once per slug', async () => {
      const tenant = await createSampleTenant(storage())
      const found = await signIn((tx) => tx.creators.findBySlug(tenant.slug))
      const again = await storage().as({ system: 'setup' }, (tx) =>
        tx.creators.create({ slug: tenant.slug, name: 'Other', language: 'en', widget: found?.widget ?? ({} as never) }),
      )
      expect(again).toEqual(found)
      expect(again).toMatchObject({ id: tenant.creatorId, name: 'Sample', language: 'es' })
    })

    test('a creator lists the websites that may use its coach; signing in reads every list, another creator changes none', async () => {
      const [mine, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const listOf = async (id: string) => (await signIn((tx) => tx.creators.allowedDomains())).find((each) => each.id === id)
      expect(await listOf(mine.creatorId)).toBeUndefined()
      const change = { id: mine.creatorId, allowedDomains: ['ana.example', '*.shop.test'] }
      expect(await mine.as((tx) => tx.creators.setAllowedDomains(change))).toBe(true)
      expect(await other.as((tx) => tx.creators.setAllowedDomains({ ...change, allowedDomains: ['evil.test'] }))).toBe(false)
      expect(await listOf(mine.creatorId)).toEqual({ ...change, slug: mine.slug })
      expect(await mine.as((tx) => tx.creators.find(mine.creatorId))).toMatchObject({ allowedDomains: change.allowedDomains })
      expect((await other.as((tx) => tx.creators.allowedDomains())).map(({ id }) => id)).not.toContain(mine.creatorId)
    })

    test('a creator begins on the free tier, and setup gives it another', async () => {
      const tenant = await createSampleTenant(storage())
      const tier = () => tenant.as(async (tx) => (await tx.creators.find(tenant.creatorId))?.tier)
      const give = (id: string) => storage().as({ system: 'setup' }, (tx) => tx.creators.setTier({ id, tier: 'premium' }))
      expect(await tier()).toBe('free')
      expect([await give(tenant.creatorId), await give(randomUUID()), await give('nobody')]).toEqual([true, false, false])
      expect(await tier()).toBe('premium')
    })

    test('setup lists creators, the oldest first; one creator sees no other', async () => {
      const mine = await createSampleTenant(storage())
      const listed = await storage().as({ system: 'setup' }, (tx) => tx.creators.list({ limit: 1000 }))
      expect(listed.map(({ slug }) => slug)).toContain(mine.slug)
      expect(listed.map(({ id }) => id)).toEqual(listed.map(({ id }) => id).toSorted())
      expect(await storage().as({ system: 'setup' }, (tx) => tx.creators.list({ limit: 1 }))).toEqual(listed.slice(0, 1))
      expect((await mine.as((tx) => tx.creators.list({ limit: 1000 }))).map(({ id }) => id)).toEqual([mine.creatorId])
    })

    test('a session is found by its token until it expires', async () => {
      const tenant = await createSampleTenant(storage())
      const [alive, expired] = [randomUUID(), randomUUID()]
      const session = await tenant.as((tx) => tx.sessions.create({ tokenHash: alive, expiresAt: inOneHour() }))
      await tenant.as((tx) => tx.sessions.create({ tokenHash: expired, expiresAt: longAgo }))
      expect(await signIn((tx) => tx.sessions.findByTokenHash(alive))).toEqual({ session, identityRequired: false })
      expect(session.creatorId).toBe(tenant.creatorId)
      expect(await signIn((tx) => tx.sessions.findByTokenHash(expired))).toBeUndefined()
    })

    test('an API key leads to its creator until it is removed, by its own creator only', async () => {
      const tenant = await createSampleTenant(storage())
      const keyHash = randomUUID()
      const { id } = await tenant.as((tx) => tx.apiKeys.create({ keyHash, name: 'test', scopes: ['knowledge:read'] }))
      expect(await signIn((tx) => tx.apiKeys.findByHash(keyHash))).toEqual({ id, creatorId: tenant.creatorId, scopes: ['knowledge:read'] })
      const other = await createSampleTenant(storage())
      expect(await other.as(async (tx) => [await tx.apiKeys.list(), await tx.apiKeys.exists(id)])).toEqual([[], false])
      expect(await other.as((tx) => tx.apiKeys.remove(id))).toBe(false)
      expect(await tenant.as((tx) => tx.apiKeys.list())).toMatchObject([{ id, name: 'test', lastUsedAt: expect.any(String) }])
      expect(await tenant.as((tx) => tx.apiKeys.remove(id))).toBe(true)
      expect(await signIn((tx) => tx.apiKeys.findByHash(keyHash))).toBeUndefined()
    })

    test('a ticket is taken once, and never when it expired', async () => {
      const tenant = await createSampleTenant(storage())
      const principal = { kind: 'visitor', creatorId: tenant.creatorId, sessionId: tenant.sessionId, tokenHash: tenant.tokenHash }
      const [good, expired] = [randomUUID(), randomUUID()]
      await tenant.as((tx) => tx.tickets.put({ ticketHash: good, principal, expiresAt: inOneHour() }))
      await tenant.as((tx) => tx.tickets.put({ ticketHash: expired, principal, expiresAt: longAgo }))
      const taken = await Promise.all(Array.from({ length: 8 }, () => signIn((tx) => tx.tickets.take(good))))
      expect(taken.filter((ticket) => ticket !== undefined)).toEqual([{ principal }])
      expect(await signIn((tx) => tx.tickets.take(expired))).toBeUndefined()
    })
  })
}
