import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

let model: Awaited<ReturnType<typeof startOllamaServer>>
let server: TestServer
let hangs = false
beforeAll(async () => {
  model = await startOllamaServer({ models: ['test'], reply: () => 'Dura noventa minutos.', fault: () => (hangs ? 'hang' : undefined) })
  server = await startTestServer({ languageModel: ollama({ model: 'test', url: model.url }) })
  await server.ingest(new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md'))
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})

const text = '¿Cuánto dura la primera sesión?'
const today = new Date().toISOString().slice(0, 10)
const history = async ({ token, conversationId }: Visitor) => (await server.call(routes.messages.list, { token, params: { conversationId } })).items
const list = async (query: Record<string, string> = {}, token = server.key) => {
  const response = await server.request(`${routes.feedback.list.path}?${new URLSearchParams(query)}`, { token })
  return routes.feedback.list.result.parse(await response.json())
}
const path = ({ conversationId }: Pick<Visitor, 'conversationId'>, messageId: string) =>
  routes.feedback.give.path.replace('{conversationId}', conversationId).replace('{messageId}', messageId)
const give = (visitor: Visitor, messageId: string, body: object, token = visitor.token) =>
  server.request(path(visitor, messageId), { method: 'PUT', token, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
const remove = (visitor: Visitor, messageId: string) => server.request(path(visitor, messageId), { method: 'DELETE', token: visitor.token })

async function ask(): Promise<{ visitor: Visitor; question: Message; answer: Message }> {
  const visitor = await server.visitor()
  const params = { conversationId: visitor.conversationId }
  const { message: question } = await server.call(routes.messages.send, { token: visitor.token, params, body: { clientMessageId: 'a', text } })
  const answer = (await history(visitor)).find(({ replyTo }) => replyTo === question.id)
  if (!answer) throw new Error('The question has no answer')
  return { visitor, question, answer }
}
async function answered() {
  const asked = await ask()
  await vi.waitFor(async () => expect((await history(asked.visitor)).map(({ status }) => status)).not.toContain('pending'), 20_000)
  return asked
}

test('an opinion is kept with its answer, may change and be taken back, and the creator sees and counts it', async () => {
  const { visitor, question, answer } = await answered()
  expect(await (await give(visitor, answer.id, { rating: 'down', reason: '  No dice el precio. ' })).json()).toEqual({
    rating: 'down',
    reason: 'No dice el precio.',
  })
  expect((await history(visitor)).map(({ feedback }) => feedback)).toEqual([undefined, { rating: 'down', reason: 'No dice el precio.' }])
  const other = await answered()
  await give(other.visitor, other.answer.id, { rating: 'up' })
  const inQuestion = { messageId: answer.id, conversationId: visitor.conversationId, question: question.text, answer: expect.stringContaining('noventa') }
  expect(await list()).toMatchObject({
    items: [
      { messageId: other.answer.id, rating: 'up' },
      { ...inQuestion, rating: 'down' },
    ],
    total: { up: 1, down: 1 },
    byModel: [{ model: 'ollama:test', up: 1, down: 1 }],
  })
  const first = await list({ limit: '1' })
  expect((await list({ limit: '1', cursor: first.nextCursor ?? '' })).items).toMatchObject([{ messageId: answer.id }])
  expect(await list({ rating: 'down', from: today, to: today })).toMatchObject({ items: [inQuestion], total: { up: 1, down: 1 } })
  expect(await list({ from: '2020-01-01', to: '2020-01-31' })).toEqual({ items: [], total: { up: 0, down: 0 }, byModel: [] })
  // Another opinion takes its place, with its reason.
  expect((await give(visitor, answer.id, { rating: 'up' })).status).toBe(200)
  expect(await list()).toMatchObject({ total: { up: 2, down: 0 } })
  expect((await history(visitor)).at(-1)?.feedback).toEqual({ rating: 'up' })
  expect((await remove(visitor, answer.id)).status).toBe(204)
  expect((await history(visitor)).at(-1)).not.toHaveProperty('feedback')
  await expectRefusal(await remove(visitor, answer.id), 'RESOURCE_001')
})

test('nobody speaks of what is not an answer to them, and no other creator hears of it', async () => {
  const { visitor, question, answer } = await answered()
  const stranger = await server.visitor()
  await expectRefusal(await give(visitor, question.id, { rating: 'up' }), 'RESOURCE_001')
  await expectRefusal(await give(visitor, answer.id, { rating: 'up' }, stranger.token), 'RESOURCE_001')
  await expectRefusal(await give(stranger, answer.id, { rating: 'up' }), 'RESOURCE_001')
  await expectRefusal(await give(visitor, answer.id, { rating: 'up' }, server.key), 'AUTH_003')
  for (const body of [{ rating: 'meh' }, {}, { rating: 'down', reason: 'a'.repeat(1001) }, { rating: 'down', reason: ' ' }])
    await expectRefusal(await give(visitor, answer.id, body), 'VAL_001')
  await give(visitor, answer.id, { rating: 'down' })
  expect(await list({}, await server.person())).toEqual({ items: [], total: { up: 0, down: 0 }, byModel: [] })
  hangs = true
  const pending = await ask()
  await expectRefusal(await give(pending.visitor, pending.answer.id, { rating: 'up' }), 'CONVERSATION_001')
})
