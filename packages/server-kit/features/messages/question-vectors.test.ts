import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { browserEmbedder } from '../../adapters/embedder/browser.js'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

const model = 'Xenova/multilingual-e5-small'
const subjects = [
  'El automóvil se revisa una vez al año en el taller.',
  'La mascota come dos veces al día y pasea por el parque.',
  'El pago llega antes de empezar.',
]
/** None of these words is in the material. */
const question = 'Which vehicle inspections happen?'
const base64 = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer).toString('base64')
const axis = (at: number) => base64(...[0, 1, 2, 3].map((each) => Number(each === at)))

let lm: Awaited<ReturnType<typeof startOllamaServer>>
let server: TestServer
let failing = false

beforeAll(async () => {
  lm = await startOllamaServer({ reply: () => 'Eso dice el material [1].', fault: () => (failing ? 'malformed' : undefined) })
  server = await serve(browserEmbedder({ model, dimensions: 4 }))
  const { items } = await server.call(routes.knowledge.unembedded, { query: {}, token: server.key } as never)
  const vectors = items.map(({ chunkId, text }) => ({ chunkId, vector: axis(subjects.indexOf(text)) }))
  expect(await server.call(routes.knowledge.storeVectors, { body: { model, vectors }, token: server.key })).toMatchObject({ stored: 3, status: 'complete' })
}, 60_000)
afterAll(async () => {
  await server.close()
  await lm.close()
})

/** A coach that answers whatever the words say, so that the passages alone tell what was found. */
async function serve(embedder: ReturnType<typeof browserEmbedder> | false, texts = subjects) {
  const storage = memoryStorage()
  const started = await startTestServer({ storage, embedder, languageModel: ollama({ model: 'test-chat', url: lm.url }) })
  const { creatorId } = started
  await storage.as({ creatorId }, (tx) => tx.creators.setAnswering({ id: creatorId, answering: { answerFrom: 0 } }))
  for (const [at, text] of texts.entries()) await started.ingest(new File([text], `${at}.txt`))
  return started
}
async function send(on: TestServer, body: object) {
  const { token, conversationId } = await on.visitor()
  const address = `/v1/conversations/${conversationId}/messages`
  const sent = await on.request(address, { method: 'POST', token, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const answer = (await sent.json()) as { message?: Message; error?: { code: string; details?: object } }
  return { answer, token, params: { conversationId } }
}
const answerIn = (on: TestServer, { token, params }: { token: string; params: { conversationId: string } }) =>
  vi.waitFor(async () => {
    const { items } = await on.call(routes.messages.list, { token, params })
    expect(items.at(-1)?.status).toMatch(/completed|interrupted/)
    return items.at(-1)
  }, 25_000)
const cited = (answer: Message | undefined) => answer?.citations.map(({ quote }) => quote)

describe('a question that comes with its vector', () => {
  test('is answered through it, whatever its words are', async () => {
    for (const at of [1, 2, 0]) {
      const sent = await send(server, { clientMessageId: 'q', text: question, vector: { model, values: axis(at) } })
      expect(cited(await answerIn(server, sent))).toEqual([subjects[at]])
    }
  })

  test('over a socket too', async () => {
    const { token, conversationId } = await server.visitor()
    const { ticket } = await server.call(routes.realtime.ticket, { token })
    const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
    const body = { clientMessageId: 'q', text: question, vector: { model, values: axis(2) } }
    client.send({ id: 1, connect: { token: ticket } }, { id: 2, rpc: { method: 'messages.send', data: { params: { conversationId }, body } } })
    expect(await client.reply(2)).toMatchObject({ rpc: { data: { message: { text: question } } } })
    expect(cited(await answerIn(server, { token, params: { conversationId } }))).toEqual([subjects[2]])
    client.socket.close()
  })

  test('is answered anew through the same one', async () => {
    failing = true
    const sent = await send(server, { clientMessageId: 'q', text: question, vector: { model, values: axis(1) } })
    const failed = await answerIn(server, sent)
    expect(failed?.status).toBe('interrupted')
    failing = false
    await server.call(routes.messages.retry, { ...sent, params: { ...sent.params, messageId: failed?.id ?? '' } })
    expect(cited(await answerIn(server, sent))).toEqual([subjects[1]])
  })

  test.each([
    ['of another model', { model: 'other', values: axis(0) }, 'model'],
    ['of another length', { model, values: base64(1, 0) }, 'dimensions'],
    ['that is not of length one', { model, values: base64(1, 1, 0, 0) }, 'norm'],
    ['that is no number', { model, values: base64(Number.NaN, 1, 0, 0) }, 'norm'],
    ['without an end', { model, values: base64(Number.POSITIVE_INFINITY, 0, 0, 0) }, 'norm'],
  ])('%s is refused, and the message is not stored', async (_, vector, reason) => {
    const { answer, token, params } = await send(server, { clientMessageId: 'q', text: question, vector })
    expect(answer.error).toMatchObject({ code: 'EMBEDDER_002', details: { reason } })
    expect((await server.call(routes.messages.list, { token, params })).items).toEqual([])
  })

  test('searches for people too, narrowed and refused alike', async () => {
    const first = async (query: object) =>
      (await server.call(routes.knowledge.search, { query: { q: question, ...query }, token: server.key } as never)).items[0]?.text
    expect(await first({ vector: axis(1), vectorModel: model })).toBe(subjects[1])
    expect(await first({ vector: axis(2), vectorModel: model })).toBe(subjects[2])
    await expect(first({ vector: axis(2) })).rejects.toThrow('EMBEDDER_002')
  })
})

test('the health tells clients with what to embed; a server that embeds nothing takes the question without its vector', async () => {
  const expected = { model, dimensions: 4, queryPrefix: 'query: ' }
  expect((await server.call(routes.health.get)).questionEmbedder).toEqual(expected)
  const plain = await serve(false, subjects.slice(2))
  expect((await plain.call(routes.health.get)).questionEmbedder).toBeUndefined()
  const sent = await send(plain, { clientMessageId: 'q', text: '¿Cuándo llega el pago?', vector: { model, values: axis(0) } })
  expect(cited(await answerIn(plain, sent))).toEqual([subjects[2]])
  await plain.close()
}, 60_000)
