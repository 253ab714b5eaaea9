import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant } from './sample-tenant.js'

const dayMs = 86_400_000

export function describeArchive(storage: () => Storage): void {
  describe('what is put away', () => {
    describePuttingAway(storage)
    describeLimits(storage)
    describeNotes(storage)
    describeRemoval(storage)
    describeFiles(storage)
    describeClients(storage)
  })
}

function describePuttingAway(storage: () => Storage): void {
  test('a message that is put away is told once, left out of the history and of the memory, and comes back', async () => {
    const tenant = await createSampleTenant(storage())
    const { question, answer } = await tenant.send({ clientMessageId: 'a', text: 'Hola' })
    const ids = { conversationId: tenant.conversation.id, messageId: question.id }
    const archive = (messageId: string, archived = true) => tenant.as((tx) => tx.archive.message({ ...ids, messageId, archived }))
    await expect(archive(answer.id)).rejects.toMatchObject({ code: 'CONVERSATION_001' })
    await tenant.as((tx) => tx.messages.settle({ messageId: answer.id, status: 'completed', text: 'Bien', citations: [] }))
    await tenant.as((tx) => tx.summaries.put({ conversationId: ids.conversationId, text: 'Hola', upToOffset: 2, model: 'test' }))
    const put = await archive(question.id)
    expect(put).toMatchObject({
      message: { id: question.id, text: 'Hola', archivedAt: expect.any(String) },
      events: [{ offset: 4, event: { type: 'message.archived' } }],
    })
    expect(await archive(question.id)).toEqual({ message: put.message, events: [] })
    expect(await shown(tenant)).toEqual(['Bien'])
    expect(await shown(tenant, 'only')).toEqual(['Hola'])
    expect(await shown(tenant, 'include')).toEqual(['Hola', 'Bien'])
    expect(await tenant.as((tx) => tx.summaries.find(ids.conversationId))).toBeUndefined()
    expect(await archive(question.id, false)).toMatchObject({ events: [{ offset: 5, event: { type: 'message.restored', message: { id: question.id } } }] })
    expect(await shown(tenant)).toEqual(['Hola', 'Bien'])
    const other = await createSampleTenant(storage())
    await expect(other.as((tx) => tx.archive.message({ ...ids, archived: true }))).rejects.toMatchObject({ code: 'RESOURCE_001' })
    await expect(archive(other.conversation.id)).rejects.toMatchObject({ code: 'RESOURCE_001' })
  })

  test('a conversation that is put away takes no messages and is in no list that does not ask for it', async () => {
    const tenant = await createSampleTenant(storage())
    const { question } = await tenant.send({ clientMessageId: 'a', text: 'Hola' })
    const conversationId = tenant.conversation.id
    const archive = (archived: boolean) => tenant.as((tx) => tx.archive.conversation({ conversationId, archived }))
    const listed = (archived?: 'only' | 'include') =>
      tenant.as(async (tx) => {
        const [own, all] = [
          await tx.conversations.listBySession({ sessionId: tenant.sessionId, limit: 5, archived }),
          await tx.conversations.list({ limit: 5, archived }),
        ]
        return [own.items.length, all.items.length]
      })
    expect(await archive(true)).toMatchObject({
      conversation: { archivedAt: expect.any(String) },
      events: [{ offset: 3, event: { type: 'conversation.updated' } }],
    })
    expect((await archive(true)).events).toEqual([])
    expect([await listed(), await listed('only'), await listed('include')]).toEqual([
      [0, 0],
      [1, 1],
      [1, 1],
    ])
    await expect(tenant.send({ clientMessageId: 'b', text: 'Hola' })).rejects.toMatchObject({ code: 'RESOURCE_001' })
    await expect(tenant.as((tx) => tx.branches.regenerate({ conversationId, messageId: question.id }))).rejects.toMatchObject({ code: 'CONFLICT_001' })
    expect((await archive(false)).conversation).not.toHaveProperty('archivedAt')
    expect(await listed()).toEqual([1, 1])
    await tenant.send({ clientMessageId: 'b', text: 'Hola' })
  })
}

function describeLimits(storage: () => Storage): void {
  test('the same words without an id are one message for two seconds, whoever else says them', async () => {
    const tenant = await createSampleTenant(storage())
    const { id: memberId } = await tenant.as((tx) => tx.apiKeys.create({ keyHash: crypto.randomUUID(), name: 'k', scopes: ['conversations:write'] }))
    const key = { kind: 'member' as const, creatorId: tenant.creatorId, memberId, role: 'key' as const, scopes: ['conversations:write' as const] }
    const together = await Promise.all([tenant.send({ text: 'Hola' }), tenant.send({ text: 'Hola' }), tenant.send({ text: 'Adiós' })])
    expect(together.map(({ question, duplicate }) => [question.text, question.offset, duplicate])).toEqual([
      ['Hola', 1, false],
      ['Hola', 1, true],
      ['Adiós', 3, false],
    ])
    const [first] = together
    expect(first?.question).not.toHaveProperty('clientMessageId')
    expect(await tenant.send({ text: 'Hola' })).toMatchObject({ duplicate: true, question: { id: first?.question.id }, answer: { id: first?.answer.id } })
    expect(await tenant.send({ text: 'Hola', clientMessageId: 'own' })).toMatchObject({ duplicate: false, question: { offset: 5 } })
    expect(await storage().batched.sendMessage({ sender: key, conversationId: tenant.conversation.id, text: 'Hola' })).toMatchObject({ duplicate: false })
    const { events } = await tenant.as((tx) => tx.messages.eventsSince({ conversationId: tenant.conversation.id, offset: 0, limit: 1 }))
    expect(events).toEqual(first?.events.slice(0, 1))
  })

  test('a conversation holds 10,000 messages and refuses the next, also where only some of a batch fit', async () => {
    const tenant = await createSampleTenant(storage())
    const sendMany = (from: number, count: number) =>
      Promise.allSettled(Array.from({ length: count }, (_, at) => tenant.send({ clientMessageId: `m${from + at}`, text: `Pregunta ${from + at}` })))
    for (let from = 0; from < 4998; from += 833) expect((await sendMany(from, 833)).every(({ status }) => status === 'fulfilled')).toBe(true)
    const last = await sendMany(4998, 4)
    expect(last.map((sent) => (sent.status === 'fulfilled' ? sent.value.question.offset : sent.reason.code))).toEqual([
      9997,
      9999,
      'CONVERSATION_002',
      'CONVERSATION_002',
    ])
    expect(await tenant.send({ clientMessageId: 'm4999', text: 'Pregunta 4999' })).toMatchObject({ duplicate: true })
    await expect(tenant.send({ text: 'Una más' })).rejects.toMatchObject({ code: 'CONVERSATION_002' })
    const newest = await tenant.as((tx) => tx.messages.history({ conversationId: tenant.conversation.id, limit: 1 }))
    expect(newest.items).toMatchObject([{ offset: 10_000, role: 'assistant' }])
    const messageId = newest.items[0]?.id ?? ''
    await tenant.as((tx) => tx.messages.settle({ messageId, status: 'completed', text: 'Bien', citations: [] }))
    await expect(tenant.as((tx) => tx.branches.regenerate({ conversationId: tenant.conversation.id, messageId }))).rejects.toMatchObject({
      code: 'CONVERSATION_002',
    })
  }, 120_000)
}

function describeNotes(storage: () => Storage): void {
  test('what is said of a message is kept beside it, and by that and its words it is found', async () => {
    const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
    await other.send({ clientMessageId: 'a', text: '¿Cuánto cuesta la SESIÓN de prueba?' })
    const asked = ['¿Cuánto cuesta la SESIÓN de prueba?', 'La sesión fue bien.', 'Cancelar, por favor.']
    const questions = []
    for (const [at, text] of asked.entries()) questions.push((await tenant.send({ clientMessageId: `m${at}`, text })).question)
    const found = (input: { words: string[]; cursor?: string; limit?: number; archived?: 'include' }, of = tenant) =>
      of.as(async (tx) => {
        const { items, nextCursor } = await tx.messageNotes.search({ limit: 10, ...input })
        return { texts: items.map(({ text }) => text), conversations: items.map(({ conversation }) => conversation.id), nextCursor }
      })
    expect(await found({ words: ['sesion', 'CUESTA'] })).toMatchObject({ texts: [asked[0]], conversations: [tenant.conversation.id] })
    const page = await found({ words: ['sesión'], limit: 1 })
    expect(page).toMatchObject({ texts: [asked[1]], nextCursor: expect.any(String) })
    expect(await found({ words: ['sesión'], limit: 1, cursor: page.nextCursor ?? '' })).toMatchObject({ texts: [asked[0]], nextCursor: undefined })
    for (const odd of ["%'; --", '.*', '[a', 'sesi\\w', '(']) expect((await found({ words: [odd] })).texts).toEqual([])
    expect((await found({ words: ['SESIÓN', 'prueba?'] })).texts).toEqual([asked[0]])

    const messageId = questions[2]?.id ?? ''
    const set = (change: object) => tenant.as((tx) => tx.messageNotes.setMetadata({ messageId, change }))
    await set({ intent: 'cancel', topics: ['Suscripción', 'pagos'], custom: { ticket: 7, urgent: true } })
    await set({ intent: null, urgency: 'high' })
    expect(await tenant.as((tx) => tx.messageNotes.find(messageId))).toEqual({
      metadata: { topics: ['Suscripción', 'pagos'], urgency: 'high', custom: { ticket: 7, urgent: true } },
      details: undefined,
    })
    expect((await found({ words: ['suscripcion'] })).texts).toEqual([asked[2]])
    await tenant.as((tx) => tx.archive.message({ conversationId: tenant.conversation.id, messageId, archived: true }))
    expect((await found({ words: ['suscripcion'] })).texts).toEqual([])
    expect((await found({ words: ['suscripcion'], archived: 'include' })).texts).toEqual([asked[2]])
    expect((await found({ words: ['suscripcion'] }, other)).texts).toEqual([])
  })
}

function describeRemoval(storage: () => Storage): void {
  test('old conversations go whole, and an old message that was put away says nothing any more', async () => {
    const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
    const { question, answer } = await tenant.send({ clientMessageId: 'a', text: 'Un secreto' })
    await other.send({ clientMessageId: 'a', text: 'Un secreto' })
    await tenant.as((tx) => tx.messages.settle({ messageId: answer.id, status: 'completed', text: 'Bien', citations: [] }))
    await tenant.as((tx) => tx.archive.message({ conversationId: tenant.conversation.id, messageId: question.id, archived: true }))
    const inDays = (days: number) => new Date(Date.now() + days * dayMs)
    const remove = (before: Date, archivedBefore: Date) => tenant.as((tx) => tx.archive.removeOld({ before, archivedBefore, limit: 10 }))
    expect(await remove(inDays(-1), inDays(-1))).toEqual({ conversations: 0, messages: 0 })
    expect(await remove(inDays(-1), inDays(1))).toEqual({ conversations: 0, messages: 1 })
    expect(await shown(tenant, 'include')).toEqual(['', 'Bien'])
    const { events } = await tenant.as((tx) => tx.messages.eventsSince({ conversationId: tenant.conversation.id, offset: 0, limit: 10 }))
    expect(events.map(({ offset }) => offset)).toEqual([1, 2, 3, 4])
    expect(JSON.stringify(events)).not.toContain('secreto')
    expect(await remove(inDays(-1), inDays(1))).toEqual({ conversations: 0, messages: 0 })
    await tenant.as((tx) => tx.archive.conversation({ conversationId: tenant.conversation.id, archived: true }))
    expect(await remove(inDays(-1), inDays(1))).toMatchObject({ conversations: 1 })
    expect(await tenant.as((tx) => tx.conversations.find(tenant.conversation.id))).toBeUndefined()
    expect(await tenant.as((tx) => tx.messages.find(answer.id))).toBeUndefined()
    expect(await shown(other)).toHaveLength(2)
    expect(await other.as((tx) => tx.archive.removeOld({ before: inDays(1), archivedBefore: inDays(-1), limit: 10 }))).toMatchObject({ conversations: 1 })
  })
}

function describeFiles(storage: () => Storage): void {
  test('a file is known as put away with its message, and leaves nothing once that is old', async () => {
    const { creatorId, conversation, as } = await createSampleTenant(storage())
    const sender = { kind: 'member' as const, creatorId, memberId: randomUUID(), role: 'key' as const, scopes: [] }
    const file = {
      id: randomUUID(),
      conversationId: conversation.id,
      uploadedBy: `key:${sender.memberId}`,
      name: 'secreto.png',
      size: 1,
      blobKey: randomUUID(),
    }
    const { message } = await as(async (tx) => {
      await tx.knowledge.expectFile(file.blobKey)
      await tx.attachments.add({ ...file, type: 'image/png', quarantined: false })
      await tx.handovers.accept({ conversationId: conversation.id, member: sender, person: 'Ana' })
      const sent = { sender, role: 'member' as const, author: 'Ana', conversationId: conversation.id, clientMessageId: 'a', attachmentIds: [file.id] }
      return tx.attachments.send({ ...sent, text: '' })
    })
    const place = { conversationId: conversation.id, messageId: message.id }
    expect(await as((tx) => tx.attachments.find(file.id))).toMatchObject({ sent: true, putAway: false })
    await as((tx) => tx.archive.message({ ...place, archived: true }))
    expect(await as((tx) => tx.attachments.find(file.id))).toMatchObject({ sent: true, putAway: true })
    const remove = () => as((tx) => tx.archive.removeOld({ before: new Date(0), archivedBefore: new Date(Date.now() + dayMs), limit: 10 }))
    expect(await remove()).toEqual({ conversations: 0, messages: 1 })
    expect(await as((tx) => tx.attachments.find(file.id))).toBeUndefined()
    expect(await as((tx) => tx.attachments.blobKeys())).toEqual([])
    // The upkeep removes what is listed.
    expect((await as((tx) => tx.knowledge.inventory())).unclaimed).toEqual([file.blobKey])
    const told = await as((tx) => tx.messages.eventsSince({ conversationId: conversation.id, offset: 0, limit: 10 }))
    const left = await as((tx) => tx.messages.history({ conversationId: conversation.id, limit: 10, archived: 'include' }))
    expect(JSON.stringify([told, left])).not.toContain('secreto')
    expect(await remove()).toEqual({ conversations: 0, messages: 0 })
  })

  test('what was put away or says nothing any more is no question', async () => {
    const { conversation, as, send } = await createSampleTenant(storage())
    const asked: string[] = []
    for (const text of ['Uno', 'Dos', 'Tres']) {
      const { question, answer } = await send({ clientMessageId: text, text })
      await as((tx) => tx.messages.settle({ messageId: answer.id, status: 'completed', text: 'No lo sé', citations: [] }))
      await as((tx) => tx.unansweredQuestions.add({ messageId: question.id }))
      asked.push(question.id)
    }
    const texts = async () => (await as((tx) => tx.unansweredQuestions.newest({ limit: 10 }))).map(({ text }) => text).toSorted()
    const archive = (archived: boolean) => as((tx) => tx.archive.message({ conversationId: conversation.id, messageId: asked[0] ?? '', archived }))
    expect(await texts()).toEqual(['Dos', 'Tres', 'Uno'])
    await archive(true)
    expect(await texts()).toEqual(['Dos', 'Tres'])
    await as((tx) => tx.archive.removeOld({ before: new Date(0), archivedBefore: new Date(Date.now() + dayMs), limit: 10 }))
    await archive(false)
    expect(await texts()).toEqual(['Dos', 'Tres'])
  })
}

function describeClients(storage: () => Storage): void {
  test('with what a message was sent is kept beside it, told to no reader, and forgotten in time', async () => {
    const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
    const client = { platform: 'mobile' as const, userAgent: 'Chrome 126, Android', address: '203.0.113.0/24' }
    const conversationId = tenant.conversation.id
    const send = (sample: SampleTenant, said: { clientMessageId: string; client?: typeof client; context?: { url: string } }) =>
      storage().batched.sendMessage({ sender: sample.visitor, conversationId: sample.conversation.id, text: 'Hola', ...said })
    const [sent, plain, theirs] = await Promise.all([
      send(tenant, { clientMessageId: 'a', client, context: { url: 'https://ana.example' } }),
      send(tenant, { clientMessageId: 'b' }),
      send(other, { clientMessageId: 'a', client }),
    ])
    const answers = [sent.answer, plain.answer].map((answer) => answer?.id ?? '')
    for (const messageId of answers) await tenant.as((tx) => tx.messages.settle({ messageId, status: 'completed', text: 'Bien', citations: [] }))
    const edited = await tenant.as((tx) =>
      tx.branches.edit({ sender: tenant.visitor, conversationId, messageId: plain.question.id, clientMessageId: 'c', text: 'Adiós', client }),
    )
    const clientOf = async (messageId: string, sample = tenant) => (await sample.as((tx) => tx.messageNotes.find(messageId)))?.client
    const kept = () => Promise.all([clientOf(sent.question.id), clientOf(plain.question.id), clientOf(edited.question.id), clientOf(theirs.question.id, other)])
    expect(await kept()).toEqual([client, undefined, client, client])
    expect(await clientOf(theirs.question.id)).toBeUndefined()
    const { events } = await tenant.as((tx) => tx.messages.eventsSince({ conversationId, offset: 0, limit: 20 }))
    const { items } = await tenant.as((tx) => tx.messages.history({ conversationId, limit: 20, superseded: true }))
    expect(JSON.stringify([sent, edited, events, items])).not.toMatch(/Chrome|203\.0/)
    const forget = (before: Date, limit = 10) => tenant.as((tx) => tx.messageNotes.forgetClients({ before, limit }))
    expect(await forget(new Date(Date.now() - dayMs))).toBe(0)
    expect([await forget(new Date(Date.now() + dayMs), 1), await forget(new Date(Date.now() + dayMs)), await forget(new Date(Date.now() + dayMs))]).toEqual([
      1, 1, 0,
    ])
    expect(await kept()).toEqual([undefined, undefined, undefined, client])
  })
}

async function shown(tenant: SampleTenant, archived?: 'only' | 'include'): Promise<string[]> {
  const page = await tenant.as((tx) => tx.messages.history({ conversationId: tenant.conversation.id, limit: 10, archived }))
  return page.items.map(({ text }) => text)
}
