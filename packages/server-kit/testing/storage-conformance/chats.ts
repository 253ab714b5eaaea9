import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, inOneHour } from './sample-tenant.js'

export function describeChats(storage: () => Storage): void {
  describe('conversations that a page names', () => {
    test('there is one of each name in a session, however many open it at once', async () => {
      const { as, sessionId } = await createSampleTenant(storage())
      const opened = await Promise.all(Array.from({ length: 4 }, () => as((tx) => tx.conversations.create({ sessionId, chatId: 'mine' }))))
      expect(new Set(opened.map(({ id }) => id)).size).toBe(1)
      expect(await as((tx) => tx.conversations.findByChat({ sessionId, chatId: 'mine' }))).toEqual(opened[0])
      expect(await as((tx) => tx.conversations.findByChat({ sessionId, chatId: 'other' }))).toBeUndefined()
      const other = await as((tx) => tx.sessions.create({ tokenHash: randomUUID(), expiresAt: inOneHour() }))
      expect(await as((tx) => tx.conversations.findByChat({ sessionId: other.id, chatId: 'mine' }))).toBeUndefined()
    })

    test('who signs in keeps both of a name, and the name is that of the older one', async () => {
      const { as, sessionId: into } = await createSampleTenant(storage())
      const tokenHash = randomUUID()
      const anonymous = await as((tx) => tx.sessions.create({ tokenHash, expiresAt: inOneHour() }))
      const own = await as((tx) => tx.conversations.create({ sessionId: into, chatId: 'both' }))
      for (const chatId of ['both', 'one']) await as((tx) => tx.conversations.create({ sessionId: anonymous.id, chatId }))
      await as((tx) => tx.sessions.takeOver({ tokenHash, into }))
      expect((await as((tx) => tx.conversations.findByChat({ sessionId: into, chatId: 'both' })))?.id).toBe(own.id)
      expect(await as((tx) => tx.conversations.findByChat({ sessionId: into, chatId: 'one' }))).toBeDefined()
      // With the sample's own, which has no name.
      expect((await as((tx) => tx.conversations.listBySession({ sessionId: into, limit: 10 }))).items).toHaveLength(4)
    })
  })
}
