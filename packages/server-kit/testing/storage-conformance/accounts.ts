import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { RefreshTokenRecord, Storage, StorageTx } from '../../ports/index.js'
import { createSampleTenant } from './sample-tenant.js'

export function describeAccounts(storage: () => Storage): void {
  const withAccounts = <Result>(work: (tx: StorageTx) => Promise<Result>) => storage().as({ system: 'accounts' }, work)
  const graceMs = 10_000

  async function signedIn() {
    const tenant = await createSampleTenant(storage())
    const signInId = randomUUID()
    const token = refreshToken()
    const account = await withAccounts(async (tx) => {
      const account = await tx.accounts.create({ email: `${randomUUID()}@example.com`, name: 'Ana', passwordHash: 'hash' })
      if (!account) throw new Error('The address was taken.')
      await tx.members.add({ creatorId: tenant.creatorId, account, role: 'owner' })
      await tx.signIns.begin({ id: signInId, creatorId: tenant.creatorId, accountId: account.id, device: 'Firefox', token })
      return account
    })
    const rights = () => withAccounts((tx) => tx.signIns.rights({ id: signInId, accountId: account.id, creatorId: tenant.creatorId }))
    return { tenant, account, signInId, token, rights }
  }

  describe('accounts', () => {
    test('an address is one account, whoever comes at once', async () => {
      const email = `${randomUUID()}@example.com`
      const made = await Promise.all(Array.from({ length: 6 }, () => withAccounts((tx) => tx.accounts.create({ email, name: 'Ana', passwordHash: 'h' }))))
      expect(made.filter(Boolean)).toHaveLength(1)
      expect(await withAccounts((tx) => tx.accounts.findByEmail(email))).toMatchObject({ email, emailVerifiedAt: null, tokenVersion: 0 })
    })

    test('a code opens once, for its purpose, until it expires or a newer one is sent', async () => {
      const { account } = await signedIn()
      const [first, second, late] = [randomUUID(), randomUUID(), randomUUID()]
      const add = (id: string, expiresAt: Date) => withAccounts((tx) => tx.accounts.addCode({ id, accountId: account.id, purpose: 'reset', expiresAt }))
      const take = (id: string, purpose: 'reset' | 'verify' = 'reset') => withAccounts((tx) => tx.accounts.takeCode({ id, purpose }))
      await add(first, soon())
      await add(second, soon())
      expect([await take(first), await take(second, 'verify'), await take('nonsense')]).toEqual([undefined, undefined, undefined])
      const taken = await Promise.all(Array.from({ length: 6 }, () => take(second)))
      expect(taken.filter(Boolean).map((found) => found?.id)).toEqual([account.id])
      await add(late, new Date(0))
      expect(await take(late)).toBeUndefined()
    })

    test('a new password ends what was signed before, the same one hashed anew does not', async () => {
      const { account, rights } = await signedIn()
      await withAccounts((tx) => tx.accounts.setPassword({ id: account.id, passwordHash: 'anew', rehash: true }))
      expect(await rights()).toEqual({ role: 'owner', tokenVersion: 0, isAdmin: false })
      await withAccounts((tx) => tx.accounts.setPassword({ id: account.id, passwordHash: 'other' }))
      expect(await rights()).toEqual({ role: 'owner', tokenVersion: 1, isAdmin: false })
    })

    test('a role that changes, and a member that goes, tell at once', async () => {
      const { account, tenant, rights } = await signedIn()
      await tenant.as((tx) => tx.members.setRole({ accountId: account.id, role: 'viewer' }))
      expect(await rights()).toMatchObject({ role: 'viewer' })
      expect(await withAccounts((tx) => tx.members.ofAccount(account.id))).toEqual([
        { creator: expect.objectContaining({ slug: tenant.slug }), active: true, role: 'viewer' },
      ])
      await tenant.as((tx) => tx.members.remove(account.id))
      expect(await rights()).toBeUndefined()
      expect(await withAccounts((tx) => tx.signIns.list(account.id))).toEqual([])
    })
  })

  describe('suspension', () => {
    test('of an account, or of its creator, ends its rights until it is readmitted', async () => {
      const { account, tenant, rights } = await signedIn()
      const standing = (active: boolean) => withAccounts((tx) => tx.accounts.setActive({ id: account.id, active }))
      const creator = (active: boolean) => withAccounts((tx) => tx.creators.setStanding({ id: tenant.creatorId, active }))
      expect(await standing(false)).toMatchObject({ suspendedAt: expect.any(Date), tokenVersion: 1 })
      expect(await rights()).toBeUndefined()
      expect(await standing(true)).toMatchObject({ suspendedAt: null, tokenVersion: 1 })
      expect(await rights()).toBeDefined()
      await creator(false)
      expect(await rights()).toBeUndefined()
      expect(await withAccounts((tx) => tx.members.ofAccount(account.id))).toMatchObject([{ active: false }])
      await creator(true)
      expect(await rights()).toBeDefined()
      expect(await withAccounts((tx) => tx.accounts.setActive({ id: randomUUID(), active: false }))).toBeUndefined()
    })
  })

  describe('impersonations', () => {
    async function admin() {
      const { account } = await signedIn()
      await withAccounts((tx) => tx.accounts.setAdmin({ email: account.email, isAdmin: true }))
      return account
    }
    const begin = (input: { creatorId: string; accountId: string; expiresAt?: Date }) =>
      withAccounts((tx) => tx.impersonations.begin({ reason: 'a question of theirs', expiresAt: soon(), ...input }))
    const rights = (input: { id: string; accountId: string; creatorId: string }) => withAccounts((tx) => tx.impersonations.rights(input))

    test('hold for one admin and one creator, until they end', async () => {
      const [account, tenant, other] = [await admin(), await createSampleTenant(storage()), await createSampleTenant(storage())]
      const begun = await begin({ creatorId: tenant.creatorId, accountId: account.id })
      expect(await rights(begun)).toEqual({ tokenVersion: 0 })
      expect(await rights({ ...begun, creatorId: other.creatorId })).toBeUndefined()
      expect(await rights({ ...begun, accountId: (await admin()).id })).toBeUndefined()
      expect(await withAccounts((tx) => tx.impersonations.end(begun.id))).toEqual(begun)
      expect(await withAccounts((tx) => tx.impersonations.end(begun.id)), 'once').toBeUndefined()
      expect(await rights(begun)).toBeUndefined()
    })

    test('end by themselves, and with the admin’s own rights', async () => {
      const [account, { creatorId }] = [await admin(), await createSampleTenant(storage())]
      const late = await begin({ creatorId, accountId: account.id, expiresAt: new Date(0) })
      expect(await rights(late)).toBeUndefined()
      const begun = await begin({ creatorId, accountId: account.id })
      await withAccounts((tx) => tx.accounts.setAdmin({ email: account.email, isAdmin: false }))
      expect(await rights(begun)).toBeUndefined()
      await withAccounts((tx) => tx.accounts.setAdmin({ email: account.email, isAdmin: true }))
      expect(await rights(begun)).toBeDefined()
      await withAccounts((tx) => tx.accounts.setActive({ id: account.id, active: false }))
      expect(await rights(begun)).toBeUndefined()
    })
  })

  describe('sign-ins', () => {
    test('of calls with one refresh token at once one exchanges it, the others get the same successor', async () => {
      const { token } = await signedIn()
      const results = await Promise.all(
        Array.from({ length: 12 }, () => withAccounts((tx) => tx.signIns.rotate({ tokenId: token.id, next: refreshToken(), graceMs }))),
      )
      expect(results.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1)
      expect(new Set(results.map((result) => ('next' in result ? result.next.id : result.outcome))).size).toBe(1)
      expect(new Set(results.map((result) => ('next' in result ? result.next.issuedAt.getTime() : 0))).size).toBe(1)
    })

    test('a token that comes again after the grace is stolen: the sign-in ends, and with it every token of it', async () => {
      const { token, rights } = await signedIn()
      const next = refreshToken()
      await withAccounts((tx) => tx.signIns.rotate({ tokenId: token.id, next, graceMs }))
      expect(await withAccounts((tx) => tx.signIns.rotate({ tokenId: token.id, next: refreshToken(), graceMs: 0 }))).toMatchObject({ outcome: 'stolen' })
      for (const tokenId of [token.id, next.id]) {
        expect(await withAccounts((tx) => tx.signIns.rotate({ tokenId, next: refreshToken(), graceMs }))).toEqual({ outcome: 'invalid' })
      }
      expect(await rights()).toBeUndefined()
    })

    test('an expired or unknown token is exchanged for nothing', async () => {
      const { tenant, account } = await signedIn()
      const expired = { ...refreshToken(), expiresAt: new Date(0) }
      const signIn = { id: randomUUID(), creatorId: tenant.creatorId, accountId: account.id, device: undefined }
      await withAccounts((tx) => tx.signIns.begin({ ...signIn, token: expired }))
      for (const tokenId of [expired.id, randomUUID(), 'nonsense']) {
        expect(await withAccounts((tx) => tx.signIns.rotate({ tokenId, next: refreshToken(), graceMs }))).toEqual({ outcome: 'invalid' })
      }
    })

    test('end one by one, by their own account only, or all but one', async () => {
      const { tenant, account, signInId } = await signedIn()
      const stranger = await signedIn()
      const others = [randomUUID(), randomUUID()]
      for (const id of others) {
        const signIn = { id, creatorId: tenant.creatorId, accountId: account.id, device: undefined }
        await withAccounts((tx) => tx.signIns.begin({ ...signIn, token: refreshToken() }))
      }
      const listed = async () => (await withAccounts((tx) => tx.signIns.list(account.id))).map(({ id }) => id)
      expect(await withAccounts((tx) => tx.signIns.end({ id: signInId, accountId: stranger.account.id }))).toBe(false)
      expect(await listed()).toHaveLength(3)
      expect(await withAccounts((tx) => tx.signIns.end({ id: signInId, accountId: account.id }))).toBe(true)
      await withAccounts((tx) => tx.signIns.endAll({ accountId: account.id, but: others[0] }))
      expect(await listed()).toEqual([others[0]])
    })

    test('that expired are removed by upkeep, and nothing that is alive', async () => {
      const { tenant, account, token, rights } = await signedIn()
      const old = { ...refreshToken(), expiresAt: new Date(0) }
      const signInId = randomUUID()
      await withAccounts((tx) => tx.signIns.begin({ id: signInId, creatorId: tenant.creatorId, accountId: account.id, device: undefined, token: old }))
      await withAccounts((tx) => tx.accounts.addCode({ id: randomUUID(), accountId: account.id, purpose: 'reset', expiresAt: new Date(0) }))
      const upkeep = () => storage().as({ system: 'upkeep' }, (tx) => tx.upkeep.removeExpired())
      expect(await upkeep()).toBeGreaterThanOrEqual(2)
      expect(await upkeep()).toBe(0)
      expect(await rights()).toBeDefined()
      expect(await withAccounts((tx) => tx.signIns.rotate({ tokenId: token.id, next: refreshToken(), graceMs }))).toMatchObject({ outcome: 'rotated' })
    })

    test('do not exist for a tenant or for other work of the system', async () => {
      const { tenant, account, signInId } = await signedIn()
      const look = async (tx: StorageTx) => [
        await tx.accounts.find(account.id),
        await tx.signIns.list(account.id),
        await tx.signIns.end({ id: signInId, accountId: account.id }),
      ]
      expect(await tenant.as(look)).toEqual([undefined, [], false])
      for (const system of ['sign-in', 'jobs', 'setup', 'keys'] as const) expect(await storage().as({ system }, look)).toEqual([undefined, [], false])
      const other = await createSampleTenant(storage())
      expect(await other.as((tx) => tx.members.remove(account.id))).toBe(false)
    })
  })
}

function refreshToken(): RefreshTokenRecord {
  return { id: randomUUID(), issuedAt: new Date(), expiresAt: soon() }
}

function soon(): Date {
  return new Date(Date.now() + 3_600_000)
}
