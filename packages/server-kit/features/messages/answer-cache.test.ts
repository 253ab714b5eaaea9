import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { route } from '../../resilience/index.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'
const question = '¿Cómo preparo la primera sesión?'

let model: Awaited<ReturnType<typeof startOllamaServer>>
let server: TestServer
beforeAll(async () => {
  model = await startOllamaServer({ models: ['test', 'other'], reply: () => 'Reserva media hora el día anterior [1].' })
  server = await startTestServer({ languageModel: ollama({ url: model.url, model: 'test' }), answerCache: { seconds: 3600 } })
  await server.ingest(new File([guide], 'guia.md', { type: 'text/markdown' }))
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})

/** Asks; says what the answer is and how often the model was called for it. */
async function ask(visitor: Visitor, text = question) {
  const { token, conversationId } = visitor
  const before = model.requests.length
  const list = () => server.call(routes.messages.list, { params: { conversationId }, token })
  await server.call(routes.messages.send, { params: { conversationId }, body: { clientMessageId: crypto.randomUUID(), text }, token })
  const answer = await ended(async () => (await list()).items.at(-1))
  return { answer, calls: model.requests.length - before }
}

async function ended<Found extends { status: string }>(find: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await find()
    if (found && found.status !== 'pending') return found
    await new Promise((resolve) => setImmediate(resolve))
  }
}

it('answers the same question of another visitor without the model, cited verbatim, marked, and at no cost', async () => {
  const [first, second] = [await ask(await server.visitor()), await ask(await server.visitor())]
  expect(first).toMatchObject({ calls: 1, answer: { status: 'completed', model: 'ollama:test' } })
  expect(first.answer.cached).toBeUndefined()
  expect(second.calls).toBe(0)
  expect(second.answer).toMatchObject({ status: 'completed', text: first.answer.text, confidence: first.answer.confidence, model: 'ollama:test', cached: true })
  expect(second.answer.citations).toEqual(first.answer.citations)
  expect(guide).toContain(second.answer.citations[0]?.quote)

  const { conversationId } = second.answer
  const usage = await server.call(routes.usage.conversation, { params: { conversationId }, token: server.key })
  expect(usage.calls).toMatchObject([{ purpose: 'answer', model: 'ollama:test', promptTokens: 0, completionTokens: 0, estimated: false }])
  expect(usage.total).toMatchObject({ promptTokens: 0, completionTokens: 0, microUsd: 0 })
})

it('writes anew whatever was said before, asked for anew, or set otherwise', async () => {
  const visitor = await server.visitor()
  expect(await ask(visitor)).toMatchObject({ calls: 0 })
  expect((await ask(visitor)).calls, 'the same words later in a conversation').toBeGreaterThan(0)

  const again = await server.visitor()
  const { answer } = await ask(again)
  const params = { conversationId: again.conversationId, messageId: answer.id }
  const before = model.requests.length
  await server.call(routes.messages.regenerate, { params, token: again.token })
  const list = () => server.call(routes.messages.list, { params: { conversationId: again.conversationId }, token: again.token })
  const other = await ended(async () => (await list()).items.at(-1))
  expect([model.requests.length - before, other.cached]).toEqual([1, undefined])

  const owner = await server.person()
  const { creator } = (await server.call(routes.auth.me, { token: owner })).membership
  await server.upload(new File([guide], 'guia.md', { type: 'text/markdown' }), { token: owner })
  const documents = () => server.call(routes.knowledge.list, { token: owner })
  await ended(async () => {
    const [document] = (await documents()).items
    return document && { status: document.status === 'ready' ? 'ready' : 'pending' }
  })
  const visitorOfHers = async () => {
    const { token } = await server.call(routes.sessions.create, { body: { creator: creator.slug } })
    const { id } = await server.call(routes.conversations.create, { token })
    return { token, conversationId: id }
  }
  expect(await ask(await visitorOfHers()), 'another creator').toMatchObject({ calls: 1 })
  expect(await ask(await visitorOfHers())).toMatchObject({ calls: 0 })
  await server.call(routes.persona.set, { body: { tone: 'warm' }, token: owner })
  expect(await ask(await visitorOfHers()), 'another persona').toMatchObject({ calls: 1 })
  await server.call(routes.persona.set, { body: {}, token: owner })
  expect(await ask(await visitorOfHers())).toMatchObject({ calls: 0 })
})

it('forgets with every change of the knowledge', async () => {
  expect(await ask(await server.visitor())).toMatchObject({ calls: 0 })
  await server.ingest(new File(['# Otra cosa\n\nLos miércoles no hay sesiones de natación.\n'], 'otra.md', { type: 'text/markdown' }))
  expect(await ask(await server.visitor())).toMatchObject({ calls: 1 })
  expect(await ask(await server.visitor())).toMatchObject({ calls: 0 })
})

it('keeps nothing without the option, nor while models share the conversations', async () => {
  const [one, two] = ['test', 'other'].map((name) => ollama({ url: model.url, model: name }))
  if (!one || !two) return
  const shared = route({
    models: [
      { model: one, weight: 1 },
      { model: two, weight: 1 },
    ],
  })
  for (const options of [{ languageModel: one }, { languageModel: shared, answerCache: { seconds: 3600 } }]) {
    const plain = await startTestServer(options)
    await plain.ingest(new File([guide], 'guia.md', { type: 'text/markdown' }))
    const before = model.requests.filter(({ path }) => path === '/api/chat').length
    for (let asked = 0; asked < 2; asked += 1) {
      const { token, conversationId } = await plain.visitor()
      await plain.call(routes.messages.send, { params: { conversationId }, body: { clientMessageId: 'a', text: question }, token })
      const answer = await ended(async () => (await plain.call(routes.messages.list, { params: { conversationId }, token })).items.at(-1))
      expect(answer.cached).toBeUndefined()
    }
    expect(model.requests.filter(({ path }) => path === '/api/chat').length - before).toBe(2)
    await plain.close()
  }
})
