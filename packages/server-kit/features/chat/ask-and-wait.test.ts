import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'
import type { Fault } from '../../testing/model-servers/local-server.js'

const question = '¿Cómo preparo la primera sesión?'
const answerText = 'Reserva media hora el día anterior [1].'
let server: TestServer
let model: Awaited<ReturnType<typeof startOllamaServer>>
let fault: Fault | undefined

beforeAll(async () => {
  model = await startOllamaServer({ models: ['test'], reply: () => answerText, fault: () => fault })
  server = await startTestServer({ languageModel: ollama({ url: model.url, model: 'test' }) })
  await server.ingest(new File(['# Sesiones\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'], 'guia.md'))
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})
beforeEach(() => {
  fault = undefined
})

const ask = (token: string, body: { id: string; clientMessageId: string; text?: string }) =>
  server.call(routes.chat.ask, { token, body: { text: question, ...body } })

test('one call opens a conversation, asks and has the whole answer; a repeat has the same one and asks nobody again', async () => {
  const { token } = await server.visitor()
  const first = await ask(token, { id: 'sesiones', clientMessageId: 'q1' })
  expect(first).toMatchObject({
    duplicate: false,
    message: { role: 'user', text: question, status: 'sent' },
    answer: { role: 'assistant', status: 'completed', text: answerText, citations: [{ documentName: 'guia.md' }] },
  })
  const calls = model.requests.length
  expect(await ask(token, { id: 'sesiones', clientMessageId: 'q1' })).toEqual({ ...first, duplicate: true })
  expect(model.requests.length).toBe(calls)
  const { items } = await server.call(routes.messages.list, { token, params: { conversationId: first.conversationId } })
  expect(items.map(({ id }) => id)).toEqual([first.message.id, first.answer?.id])
  expect((await ask(token, { id: first.conversationId, clientMessageId: 'q2', text: '¿Y con cuánto tiempo se prepara la sesión?' })).conversationId).toBe(
    first.conversationId,
  )
})

test('an answer that failed comes as what it is', async () => {
  fault = 'malformed'
  const { token } = await server.visitor()
  expect(await ask(token, { id: 'rota', clientMessageId: 'q1' })).toMatchObject({
    answer: { status: expect.stringMatching(/failed|interrupted/), errorCode: expect.any(String) },
  })
})

test('while a person has the conversation the question is kept, and no answer comes', async () => {
  const visitor = await server.visitor()
  const { token, conversationId } = visitor
  await server.call(routes.handover.accept, { token: server.key, params: { conversationId } })
  const asked = await ask(token, { id: conversationId, clientMessageId: 'q1' })
  expect(asked.message.text).toBe(question)
  expect(asked).not.toHaveProperty('answer')
})

test('somebody else’s conversation, and words that are none, are refused', async () => {
  const [mine, other] = [await server.visitor(), await server.visitor()]
  const post = (body: object) =>
    server.request(routes.chat.ask.path, { method: 'POST', token: mine.token, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  await expectRefusal(await post({ id: other.conversationId, clientMessageId: 'q1', text: question }), 'RESOURCE_001')
  await expectRefusal(await post({ id: mine.conversationId, clientMessageId: 'q1', text: '  ' }), 'MESSAGE_001')
  await expectRefusal(await post({ id: mine.conversationId, text: question }), 'VAL_002')
})
