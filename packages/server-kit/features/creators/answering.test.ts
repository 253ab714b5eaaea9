import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

type Model = Awaited<ReturnType<typeof startOllamaServer>>
let model: Model
let server: TestServer
/** Owns a creator without any document. */
let owner: string
let slug: string
beforeAll(async () => {
  model = await startOllamaServer({ reply: () => 'Empieza por respirar con calma [1].' })
  server = await startTestServer({ languageModel: ollama({ model: 'test-chat', url: model.url }) })
  owner = await server.person()
  slug = (await server.call(routes.auth.me, { token: owner })).membership.creator.slug
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})

const { answering, setAnswering } = routes.creators
const chats = () => model.requests.filter(({ path }) => path === '/api/chat')

async function answerTo(text: string): Promise<Message> {
  const { token } = await server.call(routes.sessions.create, { body: { creator: slug } })
  const { id: conversationId } = await server.call(routes.conversations.create, { token })
  const { message } = await server.call(routes.messages.send, { params: { conversationId }, token, body: { clientMessageId: 'q', text } })
  return vi.waitFor(
    async () => {
      const answer = (await server.call(routes.messages.list, { params: { conversationId }, token })).items.find(({ replyTo }) => replyTo === message.id)
      if (answer === undefined || answer.status === 'pending') throw new Error('Not answered yet')
      return answer
    },
    { timeout: 20_000, interval: 20 },
  )
}

test('without material the coach says so, and lets the model answer only when its creator wants that', async () => {
  expect(await server.call(answering, { token: owner })).toEqual({ answerFrom: 0.4, emptyKnowledge: 'refuse', stopWhenLeftSeconds: null })
  const question = '¿Cómo puedo empezar?'
  expect(await answerTo(question)).toMatchObject({ status: 'completed', errorCode: 'AI_002', text: expect.stringContaining('todavía no tiene material') })
  expect(chats()).toEqual([])

  expect(await server.call(setAnswering, { token: owner, body: { emptyKnowledge: 'answer' } })).toEqual({
    answerFrom: 0.4,
    emptyKnowledge: 'answer',
    stopWhenLeftSeconds: null,
  })
  const free = await answerTo(question)
  expect(free).toMatchObject({ status: 'completed', text: 'Empieza por respirar con calma.', citations: [], confidence: 0 })
  expect(free).not.toHaveProperty('errorCode')
  expect(JSON.stringify(chats().at(-1)?.body)).toContain('no procede del material del coach')
})

test('the creator sets how sure the coach must be', async () => {
  const file = new File(['# Sesiones\n\nLa primera sesión dura noventa minutos y se hace por videollamada.\n'], 'guía.md')
  const { document } = routes.knowledge.upload.result.parse(await (await server.upload(file, { token: owner })).json())
  await vi.waitFor(async () => {
    expect(await server.call(routes.knowledge.status, { token: owner, params: { documentId: document.id } })).toMatchObject({ status: 'ready' })
  }, 20_000)
  const question = '¿Cuánto dura la primera sesión de coaching?'
  const search = () => server.call(routes.knowledge.search, { token: owner, query: { q: question } })
  const { confidence, answerable } = await search()
  expect(answerable).toBe(true)
  expect(await answerTo(question)).toMatchObject({ confidence, citations: [expect.anything()] })

  await server.call(setAnswering, { token: owner, body: { answerFrom: 1 } })
  expect(await search()).toMatchObject({ confidence, answerable: false })
  expect(await answerTo(question)).toMatchObject({ text: expect.stringMatching(/^No lo sé/), citations: [], confidence })
  // What an empty base does is not what an uncovered question does.
  expect(await server.call(answering, { token: owner })).toMatchObject({ answerFrom: 1, emptyKnowledge: 'answer' })

  const log = (await server.call(routes.audit.list, { token: owner, query: { limit: 100 } })).items
  expect(log.find(({ action }) => action === 'creator.answering_changed')).toMatchObject({ details: { answerFrom: '1' } })
})

test.each([{ answerFrom: 1.2 }, { answerFrom: '0.5' }, { emptyKnowledge: 'maybe' }, { other: 1 }, { stopWhenLeftSeconds: 0 }, { stopWhenLeftSeconds: 601 }])(
  '%j is refused',
  async (body) => {
    const given = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), token: owner }
    await expectRefusal(await server.request(setAnswering.path, given), 'VAL_001')
  },
)
