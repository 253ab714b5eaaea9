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

    test('a creator begins on the free tier, and setup gives it another; its own scope does not', async () => {
      const tenant = await createSampleTenant(storage())
      const other = await createSampleTenant(storage())
      const tier = () => tenant.as(async (tx) => (await tx.creators.find(tenant.creatorId))?.tier)
      const give = (id: string) => storage().as({ system: 'setup' }, (tx) => tx.creators.setStanding({ id, tier: 'premium' }))
      expect(await tier()).toBe('free')
      expect([await give(tenant.creatorId), await give(randomUUID()), await give('nobody')]).toMatchObject([{ tier: 'premium' }, undefined, undefined])
      expect(await tier()).toBe('premium')
      expect(await other.as((tx) => tx.creators.setStanding({ id: tenant.creatorId, active: false }))).toBeUndefined()
    })

    test('a suspended creator is told apart by its keys, and found again when it is readmitted', async () => {
      const tenant = await createSampleTenant(storage())
      const keyHash = randomUUID()
      const { id } = await tenant.as((tx) => tx.apiKeys.create({ keyHash, name: 'test', scopes: ['knowledge:read'] }))
      const standing = (active: boolean) => storage().as({ system: 'accounts' }, (tx) => tx.creators.setStanding({ id: tenant.creatorId, active }))
      const seen = async () => [(await signIn((tx) => tx.apiKeys.findByHash(keyHash)))?.active, await tenant.as((tx) => tx.apiKeys.isAlive(id))]
      const suspended = await standing(false)
      expect(suspended?.suspendedAt).toBeInstanceOf(Date)
      expect((await standing(false))?.suspendedAt, 'once is for ever').toEqual(suspended?.suspendedAt)
      expect(await seen()).toEqual([false, false])
      expect(await standing(true)).toMatchObject({ suspendedAt: null, tier: 'free' })
      expect(await seen()).toEqual([true, true])
    })

    test('all creators can be read page by page, each once', async () => {
      const made = [await createSampleTenant(storage()), await createSampleTenant(storage()), await createSampleTenant(storage())]
      const read = (cursor?: string) => storage().as({ system: 'accounts' }, (tx) => tx.creators.page({ limit: 2, cursor }))
      const ids: string[] = []
      for (let page = await read(); ; page = await read(page.nextCursor)) {
        ids.push(...page.items.map(({ id }) => id))
        if (page.nextCursor === undefined) break
      }
      expect(ids).toEqual(expect.arrayContaining(made.map(({ creatorId }) => creatorId)))
      expect(new Set(ids).size).toBe(ids.length)
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
      expect(await signIn((tx) => tx.sessions.findByTokenHash(alive))).toEqual({ session, identityRequired: false, suspended: false })
      expect(session.creatorId).toBe(tenant.creatorId)
      expect(await signIn((tx) => tx.sessions.findByTokenHash(expired))).toBeUndefined()
    })

    test('a session says whom the host vouched for, to its own creator only', async () => {
      const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const user = { id: 'u1', name: 'Eva', email: 'eva@example.com' }
      const make = (given: { user?: typeof user }) => tenant.as((tx) => tx.sessions.create({ tokenHash: randomUUID(), expiresAt: inOneHour(), ...given }))
      const [vouched, anonymous] = [await make({ user }), await make({})]
      expect(await tenant.as((tx) => tx.sessions.user(vouched.id))).toEqual(user)
      expect(await tenant.as((tx) => tx.sessions.user(anonymous.id))).toBeUndefined()
      expect(await other.as((tx) => tx.sessions.user(vouched.id))).toBeUndefined()
    })

    test('an API key leads to its creator until it is removed, by its own creator only', async () => {
      const tenant = await createSampleTenant(storage())
      const keyHash = randomUUID()
      const { id } = await tenant.as((tx) => tx.apiKeys.create({ keyHash, name: 'test', scopes: ['knowledge:read'] }))
      expect(await signIn((tx) => tx.apiKeys.findByHash(keyHash))).toEqual({ id, creatorId: tenant.creatorId, scopes: ['knowledge:read'], active: true })
      const other = await createSampleTenant(storage())
      expect(await other.as(async (tx) => [await tx.apiKeys.list(), await tx.apiKeys.isAlive(id)])).toEqual([[], false])
      expect(await other.as((tx) => tx.apiKeys.remove(id))).toBe(false)
      expect(await tenant.as((tx) => tx.apiKeys.list())).toMatchObject([{ id, name: 'test', lastUsedAt: expect.any(String) }])
      expect(await tenant.as((tx) => tx.apiKeys.remove(id))).toBe(true)
      expect(await signIn((tx) => tx.apiKeys.findByHash(keyHash))).toBeUndefined()
    })

    test('a ticket is taken once, and never when it expired', async () => {
      const tenant = await createSampleTenant(storage())
      const principal = { kind: 'visitor', creatorId: tenant.creatorId, sessionId: tenant.sessionId, tokenHash: tenant.tokenHash }
      const [good, expired] = [randomUUID(), randomUUID()]
      await tenant.as((tx) => tx.tickets.put({ ticketHash: good, principal, lifetimeMs: 3_600_000 }))
      await tenant.as((tx) => tx.tickets.put({ ticketHash: expired, principal, lifetimeMs: -1 }))
      const taken = await Promise.all(Array.from({ length: 8 }, () => signIn((tx) => tx.tickets.take(good))))
      expect(taken.filter((ticket) => ticket !== undefined)).toEqual([{ principal, endsAt: expect.any(Date) }])
      expect(Math.abs((taken.find((ticket) => ticket !== undefined)?.endsAt?.getTime() ?? 0) - inOneHour().getTime()), 'of the token').toBeLessThan(60_000)
      expect(await signIn((tx) => tx.tickets.take(expired))).toBeUndefined()
    })
  })
}
