import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { firstBroken } from '../../domain/audit/entry-hash.js'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant } from './sample-tenant.js'

export function describeAudit(storage: () => Storage): void {
  const at = new Date('2030-01-01T10:00:00.123Z')
  const entry = (subject: string) => ({ actor: 'system', action: 'test.done', subject, details: { to: 'b', from: 'a' } })

  describe('the audit log', () => {
    test('of many writers at once has no gap, no repeat and one chain; each creator has its own', async () => {
      const [mine, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      await Promise.all(
        Array.from({ length: 24 }, (_, index) => {
          const { creatorId, as } = index % 3 === 0 ? other : mine
          return as((tx) => tx.audit.append({ creatorId, entry: entry(`item:${index}`), at }))
        }),
      )
      for (const [tenant, length] of [
        [mine, 16],
        [other, 8],
      ] as const) {
        const entries = await tenant.as((tx) => tx.audit.since({ position: 0, limit: 100 }))
        expect(entries.map(({ position }) => position)).toEqual(Array.from({ length }, (_, index) => index + 1))
        expect(firstBroken(tenant.creatorId, entries)).toBeUndefined()
      }
    })

    test('is read in pages, the newest first', async () => {
      const { creatorId, as } = await createSampleTenant(storage())
      for (let index = 1; index <= 5; index += 1) await as((tx) => tx.audit.append({ creatorId, entry: entry(`item:${index}`), at }))
      const first = await as((tx) => tx.audit.list({ limit: 3 }))
      const second = await as((tx) => tx.audit.list({ limit: 3, cursor: first.nextCursor }))
      expect([...first.items, ...second.items].map(({ subject }) => subject)).toEqual(['item:5', 'item:4', 'item:3', 'item:2', 'item:1'])
      expect(first.items[0]).toMatchObject({ at: at.toISOString(), details: { from: 'a', to: 'b' } })
      expect(second).not.toHaveProperty('nextCursor')
    })

    test('goes back with the transaction, and cannot be written for another creator', async () => {
      const [mine, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const failing = mine.as(async (tx) => {
        await tx.audit.append({ creatorId: mine.creatorId, entry: entry('a'), at })
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      await expect(mine.as((tx) => tx.audit.append({ creatorId: other.creatorId, entry: entry('a'), at }))).rejects.toMatchObject({ code: 'permission' })
      await storage().as({ system: 'accounts' }, (tx) => tx.audit.append({ creatorId: other.creatorId, entry: entry('b'), at }))
      expect(await mine.as((tx) => tx.audit.since({ position: 0, limit: 10 }))).toEqual([])
      expect(await other.as((tx) => tx.audit.since({ position: 0, limit: 10 }))).toHaveLength(1)
    })

    test('an invitation is taken once, the newest to an address only', async () => {
      const { creatorId, as } = await createSampleTenant(storage())
      const [old, current] = [randomUUID(), randomUUID()]
      const invite = (id: string) => as((tx) => tx.members.invite({ id, email: 'eva@example.com', role: 'support', expiresAt: new Date(Date.now() + 60_000) }))
      await invite(old)
      await invite(current)
      const take = (id: string) => storage().as({ system: 'accounts' }, (tx) => tx.members.takeInvitation(id))
      expect(await take(old)).toBeUndefined()
      const taken = await Promise.all(Array.from({ length: 5 }, () => take(current)))
      expect(taken.filter(Boolean)).toEqual([{ creatorId, email: 'eva@example.com', role: 'support' }])
    })
  })
}
