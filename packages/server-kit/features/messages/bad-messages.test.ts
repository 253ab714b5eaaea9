import { type ErrorCode, maxMessageLength, routes, usualMessageLength } from '@coachkit/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
let visitor: Visitor

beforeAll(async () => {
  server = await startTestServer()
  visitor = await server.visitor()
  await server.call(routes.messages.send, { ...inConversation(), body: { clientMessageId: 'first', text: 'Hola' } })
}, 60_000)
afterAll(() => server.close())
afterEach(async () => {
  expect(await questions(), 'what was said before is still there').toEqual(expect.arrayContaining(['Hola']))
})

const inConversation = () => ({ token: visitor.token, params: { conversationId: visitor.conversationId } })
const questions = async () => (await server.call(routes.messages.list, inConversation())).items.filter(({ role }) => role === 'user').map(({ text }) => text)
const send = (body: unknown) =>
  server.request(`/v1/conversations/${visitor.conversationId}/messages`, {
    method: 'POST',
    token: visitor.token,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('a message', () => {
  test.each<[string, unknown, ErrorCode]>([
    ['that is empty', { clientMessageId: 'a', text: '' }, 'MESSAGE_001'],
    ['of spaces', { clientMessageId: 'a', text: ' \n\t ' }, 'MESSAGE_001'],
    ['that is too long', { clientMessageId: 'a', text: 'a'.repeat(usualMessageLength.coach + 1) }, 'MESSAGE_002'],
    ['that no server takes', { clientMessageId: 'a', text: 'a'.repeat(maxMessageLength + 1) }, 'MESSAGE_002'],
    ['without text', { clientMessageId: 'a' }, 'VAL_002'],
    ['whose text is a number', { clientMessageId: 'a', text: 5 }, 'VAL_001'],
    ['with an empty id', { clientMessageId: '', text: 'hola' }, 'VAL_001'],
    ['with an id of 65 characters', { clientMessageId: 'a'.repeat(65), text: 'hola' }, 'VAL_001'],
  ])('%s is refused and not kept', async (_, body, code) => {
    await expectRefusal(await send(body), code)
    expect(await questions()).toEqual(['Hola'])
  })

  test('of the greatest length is taken whole', async () => {
    const text = 'ñ'.repeat(usualMessageLength.coach)
    expect((await send({ clientMessageId: 'longest', text })).status).toBe(201)
    expect(await questions()).toContain(text)
  })
})

describe('the same id again', () => {
  test('with the same text gets the first result and is answered once', async () => {
    const body = { clientMessageId: 'twice', text: '¿Me oyes?' }
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => server.call(routes.messages.send, { ...inConversation(), body })))
    expect([one, two, three].map((sent) => sent?.duplicate).sort()).toEqual([false, true, true])
    expect(new Set([one, two, three].map((sent) => sent?.message.id)).size).toBe(1)
    const { items } = await server.call(routes.messages.list, inConversation())
    expect(items.filter(({ replyTo }) => replyTo === one?.message.id)).toHaveLength(1)
  })

  test('with another text is a conflict, and the first stays', async () => {
    await send({ clientMessageId: 'taken', text: 'El primero' })
    await expectRefusal(await send({ clientMessageId: 'taken', text: 'El segundo' }), 'idempotency_conflict')
    const said = await questions()
    expect(said).toContain('El primero')
    expect(said).not.toContain('El segundo')
  })

  test('and no id at all: the same words at the same time are one message', async () => {
    const body = { text: '¿Hay alguien?' }
    const sent = await Promise.all([1, 2, 3].map(() => server.call(routes.messages.send, { ...inConversation(), body })))
    expect(sent.map(({ duplicate }) => duplicate).sort()).toEqual([false, true, true])
    expect((await questions()).filter((text) => text === body.text)).toHaveLength(1)
  })

  test('in another conversation is another message', async () => {
    const { id: conversationId } = await server.call(routes.conversations.create, { token: visitor.token })
    const sent = await server.call(routes.messages.send, { token: visitor.token, params: { conversationId }, body: { clientMessageId: 'first', text: 'Otra' } })
    expect(sent).toMatchObject({ duplicate: false, message: { text: 'Otra' } })
  })
})
