import { describe, expect, test } from 'vitest'
import type { LoggedEvent, Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant } from './sample-tenant.js'

export function describeMessages(storage: () => Storage): void {
  describe('messages', () => {
    describeAppend(storage)
    describeBatches(storage)
    describeAnswers(storage)
    describePaging(storage)
  })
}

function describeAppend(storage: () => Storage): void {
  test('appends question, answer, events and job together', async () => {
    const tenant = await createSampleTenant(storage())
    const long = `¿Cómo   empiezo? ${'x'.repeat(200)}`
    const { question, answer, events, duplicate } = await append(tenant, { id: 'first', text: long })
    expect(duplicate).toBe(false)
    expect(question).toMatchObject({ offset: 1, role: 'user', status: 'sent', text: long, clientMessageId: 'first' })
    expect(answer).toMatchObject({ offset: 2, role: 'assistant', status: 'pending', text: '', replyTo: question.id })
    expect(events.map(({ offset, event }) => [offset, event.type])).toEqual([
      [1, 'message.created'],
      [2, 'message.created'],
    ])
    const conversation = await tenant.as((tx) => tx.conversations.find(tenant.conversation.id))
    expect(conversation).toMatchObject({ offset: 2, epoch: tenant.conversation.epoch })
    expect(conversation?.title).toHaveLength(80)
    expect(await log(tenant)).toEqual(events)
    const claimed = await storage().as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'messages', leaseMs: 60_000, limit: 1000 }))
    expect(claimed.filter((job) => job.subjectId === answer.id)).toMatchObject([{ kind: 'answer', creatorId: tenant.creatorId, attempt: 1 }])
  })

  test('20 parallel appends of one id are one question', async () => {
    const tenant = await createSampleTenant(storage())
    const results = await Promise.all(Array.from({ length: 20 }, () => append(tenant, { id: 'same', text: 'Hola' })))
    expect(new Set(results.map((result) => result.question.id)).size).toBe(1)
    expect(new Set(results.map((result) => result.answer.id)).size).toBe(1)
    expect(results.filter((result) => !result.duplicate)).toHaveLength(1)
    expect(await log(tenant)).toHaveLength(2)
  })

  test('the same id with another text is refused, also after the answer', async () => {
    const tenant = await createSampleTenant(storage())
    const { answer } = await append(tenant, { id: 'same', text: 'Hola' })
    await settle(tenant, answer.id)
    await expect(append(tenant, { id: 'same', text: 'Adiós' })).rejects.toMatchObject({ code: 'idempotency_conflict' })
    expect(await append(tenant, { id: 'same', text: 'Hola' })).toMatchObject({ duplicate: true, answer: { id: answer.id, status: 'completed' } })
  })

  test('a question keeps the vector it came with, of its embedder and for its tenant', async () => {
    const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
    const values = Float32Array.from({ length: 384 }, (_, at) => Math.sin(at))
    const vector = { embedderId: 'browser:a', values }
    const [{ question, answer }, plain] = await Promise.all([
      tenant.send({ clientMessageId: 'with', text: 'Hola', vector }),
      tenant.send({ clientMessageId: 'without', text: 'Hola' }),
    ])
    const read = (of: SampleTenant, messageId: string, embedderId = 'browser:a') => of.as((tx) => tx.messages.vector({ messageId, embedderId }))
    expect(await read(tenant, question.id)).toEqual(vector)
    const none = [read(tenant, question.id, 'browser:b'), read(tenant, answer.id), read(tenant, plain.question.id), read(other, question.id)]
    expect(await Promise.all(none)).toEqual([undefined, undefined, undefined, undefined])
  })

  test('50 parallel appends leave a log without gaps or repeats', async () => {
    const tenant = await createSampleTenant(storage())
    await Promise.all(Array.from({ length: 50 }, (_, index) => append(tenant, { id: `m${index}`, text: `Pregunta ${index}` })))
    expect((await log(tenant)).map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  })

  test('text that databases stumble over comes back as it went in', async () => {
    const tenant = await createSampleTenant(storage())
    const text = `'; drop table coach.messages; -- "\\ $1 {"a":[1]} 👩‍🏫 ñ\n\ttab`
    const { question } = await append(tenant, { id: 'odd', text })
    expect(await tenant.as((tx) => tx.messages.find(question.id))).toEqual(question)
    expect((await log(tenant))[0]?.event).toEqual({ type: 'message.created', message: question })
    const hostile = 'nul \0 and half a pair \ud83d.'
    const first = await append(tenant, { id: 'hostile', text: hostile })
    expect(first.question.text).toBe('nul \ufffd and half a pair \ufffd.')
    expect(await append(tenant, { id: 'hostile', text: hostile })).toMatchObject({ duplicate: true })
    const settled = { messageId: first.answer.id, status: 'completed' as const, text: hostile, citations: [] }
    expect(await tenant.as((tx) => tx.messages.settle(settled))).toMatchObject({ message: { text: first.question.text } })
  })
}

function describeBatches(storage: () => Storage): void {
  test('sends of several tenants at once are each their own, and one that may not be stored fails alone', async () => {
    const [first, second] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
    const broken = { ...first.visitor, sessionId: 'no-uuid' }
    const sends = [
      first.send({ clientMessageId: 'a', text: 'Uno' }),
      second.send({ clientMessageId: 'a', text: 'Dos' }),
      second.send({ conversationId: first.conversation.id, clientMessageId: 'b', text: 'Intruso' }),
      storage().batched.sendMessage({ sender: broken, conversationId: first.conversation.id, clientMessageId: 'c', text: 'Roto' }),
      first.send({ clientMessageId: 'a', text: 'Otro' }),
      first.send({ clientMessageId: 'a', text: 'Uno' }),
      first.send({ clientMessageId: 'd', text: 'Tres' }),
    ]
    const ended = (await Promise.allSettled(sends)).map((send) =>
      send.status === 'fulfilled' ? [send.value.question.text, send.value.question.offset, send.value.duplicate] : send.reason.code,
    )
    expect(ended).toEqual([['Uno', 1, false], ['Dos', 1, false], 'RESOURCE_001', 'query', 'idempotency_conflict', ['Uno', 1, true], ['Tres', 3, false]])
    expect((await log(first)).map(({ offset, event }) => [offset, 'message' in event && event.message.text])).toEqual([
      [1, 'Uno'],
      [2, ''],
      [3, 'Tres'],
      [4, ''],
    ])
    expect(await log(second)).toHaveLength(2)
  })

  test('one id of two senders is two messages, and who may no longer write is refused when it would be stored', async () => {
    const tenant = await createSampleTenant(storage())
    const { id: memberId } = await tenant.as((tx) => tx.apiKeys.create({ keyHash: crypto.randomUUID(), name: 'k', scopes: ['conversations:write'] }))
    const key = { kind: 'member' as const, creatorId: tenant.creatorId, memberId, role: 'key' as const, scopes: ['conversations:write' as const] }
    const sendAs = (sender: typeof key | typeof tenant.visitor, clientMessageId: string) =>
      storage().batched.sendMessage({ sender, conversationId: tenant.conversation.id, clientMessageId, text: 'Hola' })
    const sent = [await sendAs(tenant.visitor, 'a'), await sendAs(key, 'a'), await sendAs(key, 'a')]
    expect(sent.map(({ question, duplicate }) => [question.offset, duplicate])).toEqual([
      [1, false],
      [3, false],
      [3, true],
    ])
    // So is a question in other words.
    await tenant.as((tx) => tx.messages.settle({ messageId: sent[0]?.answer?.id ?? '', status: 'completed', text: 'Bien', citations: [] }))
    await tenant.as((tx) => tx.messages.settle({ messageId: sent[1]?.answer?.id ?? '', status: 'completed', text: 'Bien', citations: [] }))
    await sendAs(key, 'e1').then(({ answer }) =>
      tenant.as((tx) => tx.messages.settle({ messageId: answer?.id ?? '', status: 'completed', text: 'Bien', citations: [] })),
    )
    const last = await sendAs(tenant.visitor, 'v')
    await tenant.as((tx) => tx.messages.settle({ messageId: last.answer?.id ?? '', status: 'completed', text: 'Bien', citations: [] }))
    const other = { sender: tenant.visitor, conversationId: tenant.conversation.id, messageId: last.question.id, clientMessageId: 'e1', text: 'Adiós' }
    const edited = await tenant.as((tx) => tx.branches.edit(other))
    expect([edited.duplicate, await tenant.as((tx) => tx.branches.edit(other))]).toMatchObject([
      false,
      { duplicate: true, question: { id: edited.question.id } },
    ])
    await tenant.as((tx) => tx.apiKeys.remove(memberId))
    await expect(sendAs(key, 'b')).rejects.toMatchObject({ code: 'AUTH_001' })
    await tenant.as((tx) => tx.creators.setIdentity({ id: tenant.creatorId, required: true, hmac: false }))
    await expect(sendAs(tenant.visitor, 'c')).rejects.toMatchObject({ code: 'AUTH_005' })
    await tenant.as((tx) => tx.creators.setIdentity({ id: tenant.creatorId, required: false, hmac: false }))
    await tenant.as((tx) => tx.sessions.endToken(tenant.tokenHash))
    await expect(sendAs(tenant.visitor, 'd')).rejects.toMatchObject({ code: 'AUTH_001' })
    await storage().as({ system: 'accounts' }, (tx) => tx.creators.setStanding({ id: tenant.creatorId, active: false }))
    await expect(sendAs(tenant.visitor, 'e')).rejects.toMatchObject({ code: 'CREATOR_003' })
    expect(await log(tenant)).toHaveLength(14)
  })
}

function describeAnswers(storage: () => Storage): void {
  test('an answer is settled once under parallel calls', async () => {
    const tenant = await createSampleTenant(storage())
    const { answer } = await append(tenant, { id: 'a', text: 'Hola' })
    const settled = (await Promise.all(Array.from({ length: 10 }, () => settle(tenant, answer.id)))).filter((result) => result !== undefined)
    expect(settled).toHaveLength(1)
    expect(settled[0]?.message).toMatchObject({ status: 'completed', offset: 2, text: 'Bien', confidence: 0.5, model: 'test:model' })
    expect((await log(tenant)).slice(2)).toEqual(settled[0]?.events)
  })

  test('how an answer ended decides its event, and only ended ones can be retried', async () => {
    const tenant = await createSampleTenant(storage())
    const { question, answer } = await append(tenant, { id: 'a', text: 'Hola' })
    const failure = { messageId: answer.id, status: 'interrupted' as const, text: 'Hasta aqu', citations: [], errorCode: 'AI_004' }
    expect(await tenant.as((tx) => tx.messages.retry({ messageId: answer.id }))).toBeUndefined()
    expect(await tenant.as((tx) => tx.messages.retry({ messageId: question.id }))).toBeUndefined()
    expect(await tenant.as((tx) => tx.messages.settle(failure))).toMatchObject({
      message: { text: 'Hasta aqu', errorCode: 'AI_004' },
      events: [{ offset: 3, event: { type: 'message.failed' } }],
    })
    const retried = await tenant.as((tx) => tx.messages.retry({ messageId: answer.id }))
    expect(retried).toMatchObject({ message: { status: 'pending', text: '', offset: 2 }, events: [{ offset: 4, event: { type: 'message.created' } }] })
    expect(retried?.message).not.toHaveProperty('errorCode')
    expect(await tenant.as((tx) => tx.messages.retry({ messageId: answer.id }))).toBeUndefined()
    await settle(tenant, answer.id)
    expect((await log(tenant)).map(({ event }) => event.type).slice(2)).toEqual(['message.failed', 'message.created', 'message.completed'])
    expect(await tenant.as((tx) => tx.messages.retry({ messageId: answer.id }))).toBeUndefined()
  })
}

function describePaging(storage: () => Storage): void {
  test('history pages backwards in reading order', async () => {
    const tenant = await createSampleTenant(storage())
    for (const text of ['Uno', 'Dos', 'Tres']) await append(tenant, { id: text, text })
    const conversationId = tenant.conversation.id
    const newest = await tenant.as((tx) => tx.messages.history({ conversationId, limit: 4 }))
    expect(newest.items.map((message) => message.offset)).toEqual([3, 4, 5, 6])
    const oldest = await tenant.as((tx) => tx.messages.history({ conversationId, limit: 4, cursor: newest.nextCursor }))
    expect(oldest.items.map((message) => message.offset)).toEqual([1, 2])
    expect(oldest.nextCursor).toBeUndefined()
    await expect(tenant.as((tx) => tx.messages.history({ conversationId, limit: 4, cursor: 'nonsense' }))).rejects.toMatchObject({ code: 'VAL_001' })
  })

  test('events are read after an offset, with the position of the log', async () => {
    const tenant = await createSampleTenant(storage())
    for (const text of ['Uno', 'Dos']) await append(tenant, { id: text, text })
    const read = (offset: number, limit: number) => tenant.as((tx) => tx.messages.eventsSince({ conversationId: tenant.conversation.id, offset, limit }))
    expect(await read(1, 2)).toMatchObject({ events: [{ offset: 2 }, { offset: 3 }], offset: 4, epoch: tenant.conversation.epoch })
    expect(await read(4, 2)).toMatchObject({ events: [], offset: 4 })
  })

  test('conversations are listed newest first', async () => {
    const tenant = await createSampleTenant(storage())
    const { sessionId } = tenant
    const second = await tenant.as((tx) => tx.conversations.create({ sessionId }))
    const page = await tenant.as((tx) => tx.conversations.listBySession({ sessionId, limit: 1 }))
    expect(page.items).toEqual([second])
    const rest = await tenant.as((tx) => tx.conversations.listBySession({ sessionId, limit: 1, cursor: page.nextCursor }))
    expect(rest).toEqual({ items: [tenant.conversation] })
  })

  test('what is not an id finds nothing', async () => {
    const tenant = await createSampleTenant(storage())
    expect(await tenant.as((tx) => tx.conversations.find('no-id'))).toBeUndefined()
    expect(await tenant.as((tx) => tx.messages.find(`' or true --`))).toBeUndefined()
  })
}

function append(tenant: SampleTenant, input: { id: string; text: string }) {
  return tenant.send({ clientMessageId: input.id, text: input.text })
}

function settle(tenant: SampleTenant, messageId: string) {
  return tenant.as((tx) => tx.messages.settle({ messageId, status: 'completed', text: 'Bien', citations: [], confidence: 0.5, model: 'test:model' }))
}

async function log(tenant: SampleTenant): Promise<LoggedEvent[]> {
  const { events } = await tenant.as((tx) => tx.messages.eventsSince({ conversationId: tenant.conversation.id, offset: 0, limit: 1000 }))
  return events
}
