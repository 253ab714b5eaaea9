import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { followOverSocket } from '../../testing/__fixtures__/follow-conversation.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'
import { removeOld } from '../conversations/index.js'

const question = '¿Cuánto dura la primera sesión?'
const storage = memoryStorage()
let model: Awaited<ReturnType<typeof startOllamaServer>>
let server: TestServer

beforeAll(async () => {
  model = await startOllamaServer({ reply: () => 'La primera sesión dura noventa minutos [1].' })
  server = await startTestServer({ storage, languageModel: ollama({ model: 'test-chat', url: model.url }) })
  await server.ingest(new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md'))
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})

const history = async ({ token, conversationId }: Visitor) => (await server.call(routes.messages.list, { token, params: { conversationId } })).items
/** A question and its answer. */
async function ask(visitor: Visitor, text = question): Promise<[Message, Message]> {
  const { token, conversationId } = visitor
  const { message } = await server.call(routes.messages.send, { token, params: { conversationId }, body: { text } })
  const answer = await vi.waitFor(async () => {
    const found = (await history(visitor)).find(({ replyTo }) => replyTo === message.id)
    if (!found || found.status === 'pending') throw new Error('not answered yet')
    return found
  })
  return [message, answer]
}
const idsOf = ({ conversationId, id }: Message) => ({ conversationId, messageId: id })
const refused = async (code: Parameters<typeof expectRefusal>[1], method: string, path: string, token: string) =>
  expectRefusal(
    await server.request(path, { method, token, headers: { 'content-type': 'application/json' }, ...(method === 'PATCH' ? { body: '{}' } : {}) }),
    code,
  )

test('members see how an answer came about and say something of it; a visitor sees what was said', async () => {
  const visitor = await server.visitor()
  const [asked, answer] = await ask(visitor)
  const described = await server.call(routes.messages.get, { token: server.key, params: idsOf(answer) })
  expect(described).toMatchObject({
    text: 'La primera sesión dura noventa minutos [1].',
    content: { language: 'es', characters: 43, words: 7, hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    details: {
      attempts: 1,
      model: { id: 'ollama:test-chat', temperature: 0.2, maxTokens: 800, promptTokens: 100, estimated: false },
      context: { windowSize: 20, messages: 0, hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    },
  })
  const { queuedMs = -1, processingMs = -1, totalMs } = described.details ?? {}
  expect([queuedMs >= 0, processingMs >= 0, totalMs]).toEqual([true, true, queuedMs + processingMs])
  const params = idsOf(asked)
  await server.call(routes.messages.describe, { token: server.key, params, body: { intent: 'duration', topics: ['sesiones'], custom: { ticket: 7 } } })
  expect(await server.call(routes.messages.describe, { token: server.key, params, body: { intent: null, urgency: 'low' } })).toMatchObject({
    text: question,
    metadata: { topics: ['sesiones'], urgency: 'low', custom: { ticket: 7 } },
  })
  expect(await server.call(routes.messages.get, { token: visitor.token, params })).toEqual(asked)
  await refused('AUTH_003', 'PATCH', `/v1/conversations/${params.conversationId}/messages/${params.messageId}/metadata`, visitor.token)
  const found = await server.call(routes.messages.search, { token: server.key, query: { q: 'SESIONES' } as never })
  expect(found.items).toMatchObject([{ id: asked.id, conversation: { id: visitor.conversationId, title: question } }])
})

test('a visitor puts away a message of their own, readers are told, the coach no longer reads it, and it comes back', async () => {
  const visitor = await server.visitor()
  const [asked, answer] = await ask(visitor)
  const { ticket } = await server.call(routes.realtime.ticket, { token: visitor.token })
  const reader = await followOverSocket({ url: server.url, ticket, conversationId: visitor.conversationId })
  const path = ({ conversationId, id }: Message) => `/v1/conversations/${conversationId}/messages/${id}`
  await refused('RESOURCE_001', 'DELETE', path(answer), visitor.token)
  const other = await server.visitor()
  await refused('RESOURCE_001', 'DELETE', path(asked), other.token)
  await server.call(routes.messages.archive, { token: visitor.token, params: idsOf(asked) })
  await server.call(routes.messages.archive, { token: server.key, params: idsOf(answer) })
  expect(await reader.seen('message.archived')).toContain(asked.id)
  reader.leave()
  expect(await history(visitor)).toEqual([])
  await ask(visitor, '¿Y la segunda sesión cuánto dura?')
  expect(JSON.stringify(model.requests.at(-1)?.body.messages)).not.toContain(question)
  expect(await server.call(routes.messages.restore, { token: visitor.token, params: idsOf(asked) })).toEqual(asked)
  expect((await history(visitor)).map(({ text }) => text)[0]).toBe(question)
})

test('a conversation that its visitor clears is gone for them and there for the people who answer', async () => {
  const visitor = await server.visitor()
  const [asked] = await ask(visitor)
  const { token, conversationId } = visitor
  const params = { conversationId }
  await server.call(routes.conversations.archive, { token, params })
  await refused('RESOURCE_001', 'GET', `/v1/conversations/${conversationId}/messages`, token)
  await refused('RESOURCE_001', 'GET', `/v1/conversations/${conversationId}`, token)
  const send = { method: 'POST', token, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'Hola' }) }
  await expectRefusal(await server.request(`/v1/conversations/${conversationId}/messages`, send), 'RESOURCE_001')
  const list = (by: string, query = {}) =>
    server.call(routes.conversations.list, { token: by, query: query as never }).then(({ items }) => items.map(({ id }) => id))
  expect([await list(token), await list(token, { archived: 'only' })]).toEqual([[], [conversationId]])
  expect(await list(server.key)).not.toContain(conversationId)
  expect((await server.call(routes.messages.list, { token: server.key, params })).items).toHaveLength(2)
  expect((await server.call(routes.messages.search, { token: server.key, query: { q: question, archived: 'include' } as never })).items).toContainEqual(
    expect.objectContaining({ id: asked.id }),
  )
  await server.call(routes.conversations.restore, { token, params })
  expect(await list(token)).toEqual([conversationId])
  expect(await history(visitor)).toHaveLength(2)
})

test('the history can be asked for by who wrote and when', async () => {
  const visitor = await server.visitor()
  const [asked, answer] = await ask(visitor)
  const list = async (query: object) =>
    (await server.call(routes.messages.list, { token: visitor.token, params: { conversationId: visitor.conversationId }, query: query as never })).items
  expect(await list({ role: 'assistant' })).toEqual([answer])
  expect(await list({ from: asked.createdAt, until: new Date(Date.parse(asked.createdAt) + 60_000).toISOString() })).toHaveLength(2)
  expect(await list({ until: asked.createdAt })).toEqual([])
  await refused('VAL_001', 'GET', `/v1/conversations/${visitor.conversationId}/messages?from=yesterday`, visitor.token)
})

test('conversations go once they are older than they are kept, of every creator, and never where that is said', async () => {
  const visitor = await server.visitor()
  await ask(visitor)
  const inDays = (days: number) => ({ now: () => new Date(Date.now() + days * 86_400_000) })
  const retention = { active: 730, archived: 180 }
  expect(await removeOld({ storage, clock: inDays(1000), retention: false })).toEqual({ conversations: 0, messages: 0 })
  expect(await removeOld({ storage, clock: inDays(729), retention })).toMatchObject({ conversations: 0 })
  await server.call(routes.conversations.archive, { token: visitor.token, params: { conversationId: visitor.conversationId } })
  expect(await removeOld({ storage, clock: inDays(181), retention })).toMatchObject({ conversations: 1 })
  const left = (await server.call(routes.conversations.list, { token: server.key, query: { archived: 'include' } as never })).items.length
  expect((await removeOld({ storage, clock: inDays(731), retention })).conversations).toBeGreaterThanOrEqual(left)
  expect((await server.call(routes.conversations.list, { token: server.key, query: { archived: 'include' } as never })).items).toEqual([])
})
