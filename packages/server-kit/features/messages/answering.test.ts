import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { jsonLogger } from '../../adapters/logger/index.js'
import { route } from '../../resilience/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { followOverSocket } from '../../testing/__fixtures__/follow-conversation.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import { type OllamaServerOptions, startOllamaServer } from '../../testing/model-servers/index.js'

type Model = Awaited<ReturnType<typeof startOllamaServer>>
const guide = new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md')
const answerText = 'La primera sesión dura noventa minutos [1].'

/** What the model does next. */
let behaviour: OllamaServerOptions
let model: Model
let dataDir: string
let server: TestServer
let visitor: Visitor
/** The lines of the log. */
const logged: unknown[] = []
/** What the tests before did to the model. */
let earlier = { chats: 0, aborted: 0 }

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'coachkit-answering-'))
  model = await startOllamaServer({
    reply: (request) => behaviour.reply?.(request) ?? answerText,
    fault: (request) => (typeof behaviour.fault === 'function' ? behaviour.fault(request) : behaviour.fault),
    delayMs: 10,
    loaded: ['test-chat:latest'],
  })
  server = await start()
  await server.ingest(guide)
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
  await rm(dataDir, { recursive: true })
})
beforeEach(async () => {
  behaviour = {}
  earlier = { chats: earlier.chats + chats(), aborted: model.abortedCount() }
  visitor = await server.visitor()
})

const start = () => {
  const languageModel = route({ models: [{ model: ollama({ model: 'test-chat', url: model.url }), limits: { firstTokenMs: 2000 } }] })
  return startTestServer({ dataDir, languageModel, logger: jsonLogger({ write: (line) => void logged.push(JSON.parse(line)) }) })
}
const inConversation = () => ({ token: visitor.token, params: { conversationId: visitor.conversationId } })
const history = async () => (await server.call(routes.messages.list, inConversation())).items
/** What members are told of how an answer came about. */
const detailsOf = async (messageId: string) =>
  (await server.call(routes.messages.get, { token: server.key, params: { conversationId: visitor.conversationId, messageId } })).details
const asked = { attempts: 1, model: { id: 'ollama:test-chat', temperature: 0.2, promptTokens: expect.any(Number), estimated: true } }
const chats = () => model.requests.filter(({ path }) => path === '/api/chat').length - earlier.chats
const aborted = () => model.abortedCount() - earlier.aborted

async function ask(): Promise<{ question: Message; answer: Message }> {
  const { message } = await server.call(routes.messages.send, { ...inConversation(), body: { clientMessageId: 'q1', text: '¿Cuánto dura la primera sesión?' } })
  return { question: message, answer: await answerTo(message.id) }
}
async function answerTo(questionId: string): Promise<Message> {
  const answer = (await history()).find(({ replyTo }) => replyTo === questionId)
  if (!answer) throw new Error('The question has no answer')
  return answer
}
/** The answer once nothing is being written any more. */
const settled = (questionId: string) =>
  vi.waitFor(
    async () => {
      const answer = await answerTo(questionId)
      expect(answer.status).not.toBe('pending')
      return answer
    },
    { timeout: 20_000, interval: 50 },
  )
async function follow() {
  const { ticket } = await server.call(routes.realtime.ticket, { token: visitor.token })
  return followOverSocket({ url: server.url, ticket, conversationId: visitor.conversationId })
}
const act = (route: typeof routes.messages.stop | typeof routes.messages.retry, messageId: string) =>
  server.request(route.path.replace('{conversationId}', visitor.conversationId).replace('{messageId}', messageId), { method: 'POST', token: visitor.token })

describe('stopping', () => {
  test('ends the call to the model within a second, keeps the text so far, and tells the readers', async () => {
    behaviour.reply = () => Array.from({ length: 100_000 }, (_, index) => `palabra${index} `)
    const reader = await follow()
    const { question, answer } = await ask()
    await reader.seen('message.delta')
    expect(aborted()).toBe(0)
    const stopped = await act(routes.messages.stop, answer.id)
    expect(stopped.status).toBe(200)
    await vi.waitFor(() => expect(aborted()).toBe(1), 1000)
    await reader.seen('message.completed')
    reader.leave()
    const kept = await answerTo(question.id)
    expect(kept).toMatchObject({ status: 'stopped', text: expect.stringMatching(/^palabra0 /) })
    // Stopping again is the same; nothing is written on.
    expect(await (await act(routes.messages.stop, answer.id)).json()).toEqual(kept)
    expect([await answerTo(question.id), chats()]).toEqual([kept, 1])
    await vi.waitFor(async () => {
      const details = await detailsOf(answer.id)
      expect(details).toMatchObject({ ...asked, model: { ...asked.model, firstTokenMs: expect.any(Number) }, context: { messages: 0 } })
      expect(details?.model?.completionTokens).toBeGreaterThan(0)
    }, 10_000)
  })

  test('before the first word ends the call too, and the answer can be asked for again', async () => {
    behaviour.fault = 'hang'
    const { question, answer } = await ask()
    await vi.waitFor(() => expect(chats()).toBe(1), 10_000)
    await act(routes.messages.stop, answer.id)
    await vi.waitFor(() => expect(aborted()).toBe(1), 1000)
    expect(await answerTo(question.id)).toMatchObject({ status: 'stopped', text: '' })
    await vi.waitFor(async () => expect(await detailsOf(answer.id)).toMatchObject(asked), 10_000)
    behaviour.fault = () => undefined
    expect((await act(routes.messages.retry, answer.id)).status).toBe(202)
    expect(await settled(question.id)).toMatchObject({ id: answer.id, status: 'completed', text: expect.stringContaining('noventa minutos') })
    expect(await detailsOf(answer.id)).toMatchObject({ model: { estimated: false } })
  })

  test('a question is not an answer', async () => {
    const { question } = await ask()
    await expectRefusal(await act(routes.messages.stop, question.id), 'RESOURCE_001')
  })
})

describe('a model that fails', () => {
  test('leaves a failed answer with a reason; again, it is answered in the same place', async () => {
    behaviour.fault = { status: 400 }
    const { question } = await ask()
    const failed = await settled(question.id)
    expect(failed).toMatchObject({ status: 'failed', errorCode: 'AI_001', text: '' })
    const named = { languageModel: 'ollama:test-chat', reason: 'refused' }
    expect(logged).toContainEqual(expect.objectContaining({ event: 'model.failed', kind: 'input', ...named }))
    expect(logged).toContainEqual(expect.objectContaining({ event: 'answer.failed', messageId: failed.id, ...named }))
    expect(await detailsOf(failed.id)).toMatchObject({ ...asked, model: { ...asked.model, completionTokens: 0 } })
    behaviour.fault = () => undefined
    expect(await (await act(routes.messages.retry, failed.id)).json()).toMatchObject({ id: failed.id, status: 'pending' })
    expect(await settled(question.id)).toMatchObject({ id: failed.id, status: 'completed', offset: failed.offset })
    expect((await history()).filter(({ role }) => role === 'assistant')).toHaveLength(1)
  })

  test('in the middle leaves what was written, as interrupted', async () => {
    behaviour.fault = 'cut'
    const { question } = await ask()
    const interrupted = await settled(question.id)
    expect(interrupted).toMatchObject({ status: 'interrupted', errorCode: 'AI_004', text: expect.stringMatching(/^La primera/) })
    expect(interrupted.text).not.toContain('minutos')
  })

  test('by hanging is given up after one try, though it is listed as loaded; again, it is answered', async () => {
    behaviour.fault = 'hang'
    const { question } = await ask()
    const failed = await settled(question.id)
    expect(failed).toMatchObject({ status: 'failed', errorCode: 'AI_001', text: '' })
    expect(chats()).toBe(1)
    behaviour.fault = () => undefined
    expect((await act(routes.messages.retry, failed.id)).status).toBe(202)
    expect(await settled(question.id)).toMatchObject({ id: failed.id, status: 'completed' })
  })

  test('for a moment is asked again without anybody noticing', async () => {
    behaviour.fault = () => (chats() === 1 ? { status: 503 } : undefined)
    const { question } = await ask()
    expect(await settled(question.id)).toMatchObject({ status: 'completed', text: expect.stringContaining('noventa minutos') })
    expect(chats()).toBe(2)
  })

  test('an answer that is complete is not written again', async () => {
    const { question } = await ask()
    const { id } = await settled(question.id)
    await expectRefusal(await act(routes.messages.retry, id), 'CONFLICT_001')
    expect(chats()).toBe(1)
  })
})

describe('another version', () => {
  const post = (name: 'regenerate' | 'edit', messageId: string, body?: object) =>
    server.request(`/v1/conversations/${visitor.conversationId}/messages/${messageId}/${name}`, {
      method: 'POST',
      token: visitor.token,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    })
  const ended = () =>
    vi.waitFor(
      async () => {
        const items = await history()
        expect(items.map(({ status }) => status)).not.toContain('pending')
        return items
      },
      { timeout: 20_000, interval: 50 },
    )
  const everything = async () => (await server.call(routes.messages.list, { ...inConversation(), query: { superseded: 'include' } as never })).items

  test('of the last answer takes its place; the old one is kept, and readers are told', async () => {
    const { question } = await ask()
    const old = await settled(question.id)
    const reader = await follow()
    behaviour.reply = () => 'Dura hora y media, noventa minutos [1].'
    const response = await post('regenerate', old.id)
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ status: 'pending', replyTo: question.id, supersedes: [old.id] })
    expect(await reader.seen('message.created')).toContain(`"supersedes":["${old.id}"]`)
    await reader.seen('message.completed')
    reader.leave()
    const items = await ended()
    expect(items.map(({ text }) => text)).toEqual([question.text, 'Dura hora y media, noventa minutos [1].'])
    expect(await everything()).toEqual([question, { ...old, supersededBy: items[1]?.id }, items[1]])
    // The old one is over.
    await expectRefusal(await post('regenerate', old.id), 'CONFLICT_001')
    await expectRefusal(await act(routes.messages.retry, old.id), 'CONFLICT_001')
    await expectRefusal(await post('regenerate', question.id), 'RESOURCE_001')
  })

  test('of the last question is asked in its place, once, and answered without the old words', async () => {
    const { question } = await ask()
    await settled(question.id)
    const body = { clientMessageId: 'q2', text: '¿Cuántos minutos dura la primera sesión?' }
    const first = routes.messages.edit.result.parse(await (await post('edit', question.id, body)).json())
    expect(first).toMatchObject({ duplicate: false, message: { text: body.text, supersedes: [question.id, expect.any(String)] } })
    expect(await (await post('edit', question.id, body)).json()).toMatchObject({ duplicate: true, message: { id: first.message.id } })
    await expectRefusal(await post('edit', question.id, { ...body, text: 'Otra' }), 'idempotency_conflict')
    const items = await ended()
    expect(items.map(({ text }) => text)).toEqual([body.text, answerText])
    expect((await everything()).map(({ text }) => text)).toEqual([question.text, answerText, body.text, answerText])
    const sent = model.requests.findLast(({ path }) => path === '/api/chat')
    expect(JSON.stringify(sent?.body.messages)).not.toContain(question.text)
    await expectRefusal(await post('edit', question.id, { clientMessageId: 'q3', text: 'Otra' }), 'CONFLICT_001')
  })

  test('has to wait while the coach still answers', async () => {
    behaviour.fault = 'hang'
    const { question, answer } = await ask()
    await expectRefusal(await post('regenerate', answer.id), 'CONVERSATION_001')
    await expectRefusal(await post('edit', question.id, { clientMessageId: 'q2', text: 'Otra' }), 'CONVERSATION_001')
    await act(routes.messages.stop, answer.id)
  })
})

test('a restart in the middle of an answer keeps the question, and the answer is completed once', async () => {
  behaviour.reply = () => Array.from({ length: 100_000 }, () => 'nunca ')
  const reader = await follow()
  const { question, answer } = await ask()
  await reader.seen('message.delta')
  await server.close()
  await vi.waitFor(() => expect(aborted()).toBe(1), 1000)
  behaviour.reply = () => answerText
  server = await start()
  expect(await settled(question.id)).toMatchObject({ id: answer.id, status: 'completed', text: expect.not.stringContaining('nunca') })
  expect((await history()).map(({ id }) => id)).toEqual([question.id, answer.id])
})
