import { randomUUID } from 'node:crypto'
import type { ConversationKind } from '@coachkit/contract'
import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant } from './sample-tenant.js'

export function describeHandovers(storage: () => Storage): void {
  describe('handovers', () => {
    test('goes from the coach to a person and back, each step once and in the log', async () => {
      const { as, log, conversationId, member, other } = await opened('assisted')
      const request = (reason: 'visitor' | 'crisis') => as((tx) => tx.handovers.request({ conversationId, reason }))
      const accept = (who = member) => as((tx) => tx.handovers.accept({ conversationId, member: who, person: 'Eva' }))
      const release = () => as((tx) => tx.handovers.release({ conversationId }))
      const requests = await Promise.all(Array.from({ length: 5 }, () => request('visitor')))
      expect(requests.flatMap(({ events }) => events)).toHaveLength(1)
      expect(await request('crisis')).toMatchObject({ conversation: { state: 'requested', handover: { reason: 'crisis' } }, events: [{ offset: 2 }] })
      expect(await request('visitor')).toMatchObject({ conversation: { handover: { reason: 'crisis' } }, events: [] })
      const taken = await Promise.allSettled([accept(), accept(other)])
      expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(taken.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT_001' } })
      expect(await as((tx) => tx.conversations.find(conversationId))).toMatchObject({
        state: 'person',
        handover: { reason: 'crisis', person: 'Eva', requestedAt: expect.any(String), acceptedAt: expect.any(String) },
      })
      await release()
      expect((await release()).events).toEqual([])
      // Unasked, and again by the same person.
      expect(await accept()).toMatchObject({ conversation: { state: 'person', handover: { reason: 'member' } } })
      expect((await accept()).events).toEqual([])
      expect((await log()).map(({ offset, event }) => [offset, event.type])).toEqual([
        [1, 'handover.requested'],
        [2, 'conversation.updated'],
        [3, 'handover.accepted'],
        [4, 'handover.released'],
        [5, 'handover.accepted'],
      ])
      expect(JSON.stringify(await log())).not.toContain('sessionId')
      await expect(as((tx) => tx.handovers.accept({ conversationId: randomUUID(), member, person: 'Eva' }))).rejects.toMatchObject({ code: 'RESOURCE_001' })
    })

    test('what is sent while a person has it is stored alone, and every offset is taken once', async () => {
      const { as, log, send, conversationId, member, reply } = await opened('assisted')
      const asked = await send('a')
      await as((tx) => tx.handovers.accept({ conversationId, member, person: 'Eva' }))
      // Many at once, so that they share a batch.
      const sent = await Promise.all(['b', 'c', 'd'].map(send))
      expect(sent.map(({ question, answer, events }) => [question.offset, answer, events.length])).toEqual([4, 5, 6].map((offset) => [offset, undefined, 1]))
      expect(await send('b')).toMatchObject({ duplicate: true, question: { offset: 4 }, events: [] })
      const first = await reply('a', 'Soy Eva')
      expect(first).toMatchObject({ message: { offset: 7, role: 'member', status: 'sent', author: 'Eva', clientMessageId: 'a', text: 'Soy Eva' } })
      expect(await reply('a', 'Soy Eva')).toMatchObject({ duplicate: true, message: first.message, events: [] })
      await expect(reply('a', 'Otra')).rejects.toMatchObject({ code: 'idempotency_conflict' })
      // No answer is asked for meanwhile, in any way.
      const answerId = asked.answer?.id ?? ''
      await as((tx) => tx.messages.settle({ messageId: answerId, status: 'stopped', text: '', citations: [] }))
      await expect(as((tx) => tx.branches.regenerate({ conversationId, messageId: answerId }))).rejects.toMatchObject({ code: 'CONFLICT_001' })
      await as((tx) => tx.handovers.release({ conversationId }))
      await expect(reply('b', 'Adiós')).rejects.toMatchObject({ code: 'CONFLICT_001' })
      expect(await send('e')).toMatchObject({ question: { offset: 10 }, answer: { offset: 11, status: 'pending' } })
      expect((await log()).map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      expect((await as((tx) => tx.messages.history({ conversationId, limit: 50 }))).items.find(({ role }) => role === 'member')).toEqual(first.message)
      const jobs = await storage().as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'handovers', leaseMs: 60_000, limit: 1000, kind: 'answer' }))
      const { items } = await as((tx) => tx.messages.history({ conversationId, limit: 50 }))
      expect(jobs.filter(({ subjectId }) => items.some(({ id }) => id === subjectId))).toHaveLength(2)
    })

    test('a direct conversation has no coach, and waits in the inbox once something was said', async () => {
      const { as, send, conversationId, member } = await opened('direct')
      const inbox = () => as((tx) => tx.conversations.list({ state: 'requested', limit: 10 }))
      expect((await inbox()).items).toEqual([])
      expect(await send('a')).toMatchObject({ question: { offset: 1 }, events: [{ offset: 1 }] })
      expect((await inbox()).items).toMatchObject([{ id: conversationId, kind: 'direct', title: 'a', handover: { reason: 'direct' } }])
      await as((tx) => tx.handovers.accept({ conversationId, member, person: 'Eva' }))
      expect((await inbox()).items).toEqual([])
      expect((await as((tx) => tx.conversations.list({ state: 'person', limit: 10 }))).items).toHaveLength(1)
      expect(await as((tx) => tx.handovers.release({ conversationId }))).toMatchObject({ conversation: { state: 'requested', handover: { reason: 'direct' } } })
      expect(await send('b')).not.toHaveProperty('answer')
    })

    test('what a creator says of it stays', async () => {
      const { as, creatorId } = await createSampleTenant(storage())
      const set = (handover: object) => as((tx) => tx.creators.setHandover({ id: creatorId, handover }))
      expect(await set({ kind: 'assisted' })).toEqual({ kind: 'assisted' })
      expect(await set({ keywords: ['¿"reembolso"?'] })).toEqual({ kind: 'assisted', keywords: ['¿"reembolso"?'] })
      expect(await as((tx) => tx.creators.find(creatorId))).toMatchObject({ handover: { kind: 'assisted' } })
    })
  })

  test('what is for people is stored where they answer, and nowhere else', async () => {
    const { conversationId, member, as, log, ...said } = await opened('assisted')
    expect(await said.toPeople('Uno')).toBeUndefined()
    expect(await log()).toEqual([])
    await as((tx) => tx.handovers.accept({ conversationId, member, person: 'Eva' }))
    expect(await said.toPeople('Uno')).toMatchObject({ question: { text: 'Uno' }, duplicate: false })
    expect(await said.toPeople('Uno')).toMatchObject({ duplicate: true })
    await as((tx) => tx.handovers.release({ conversationId }))
    expect(await said.toPeople('Dos')).toBeUndefined()
    expect(await said.send('Dos')).toMatchObject({ answer: { status: 'pending' } })
  })

  async function opened(kind: ConversationKind) {
    const { as, creatorId, sessionId, visitor } = await createSampleTenant(storage())
    const { id: conversationId } = await as((tx) => tx.conversations.create({ sessionId, kind }))
    const person = () => ({ kind: 'member' as const, creatorId, memberId: randomUUID(), role: 'support' as const })
    const member = person()
    return {
      as,
      conversationId,
      member,
      other: person(),
      send: (text: string) => storage().batched.sendMessage({ sender: visitor, conversationId, clientMessageId: text, text }),
      toPeople: (text: string) => storage().batched.sendToPeople({ sender: visitor, conversationId, clientMessageId: text, text }),
      reply: (clientMessageId: string, text: string) => as((tx) => tx.handovers.reply({ conversationId, member, author: 'Eva', clientMessageId, text })),
      log: async () => (await as((tx) => tx.messages.eventsSince({ conversationId, offset: 0, limit: 100 }))).events,
    }
  }
}
