import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserEmbedder, type CoachServer, createCoachServer, ollama, pglite } from '@coachkit/server-kit'
import { startOllamaServer, tinyDimensions, writeTinyEmbeddingModel } from '@coachkit/server-kit/testing/model-servers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createCoachClient } from '../client.js'
import { type BrowserEmbedder, type ClientEmbedder, createBrowserEmbedder, embedKnowledge } from './index.js'

const model = 'tiny/bert'
const car = 'El automóvil se revisa una vez al año en el taller de la esquina.'
const dog = 'La mascota pasea por el parque y come dos veces al día.'
const question = 'Which vehicle inspection happens?'

let folder: string
let lm: Awaited<ReturnType<typeof startOllamaServer>>
let coach: CoachServer
let embedder: BrowserEmbedder

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-questions-'))
  await writeTinyEmbeddingModel({ folder, name: model })
  lm = await startOllamaServer({ models: ['test'], reply: () => 'Eso dice el material [1].' })
  const storage = pglite({ dataDir: 'memory' })
  coach = createCoachServer({
    storage,
    dataDir: folder,
    languageModel: ollama({ url: lm.url, model: 'test' }),
    embedder: browserEmbedder({ model, dimensions: tinyDimensions }),
    limits: false,
    logger: { info() {}, warn() {}, error() {} },
  })
  await coach.start()
  const { id } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  // Whatever the words say, so that what is cited tells what was found.
  await storage.as({ creatorId: id }, (tx) => tx.creators.setAnswering({ id, answering: { answerFrom: 0 } }))
  const { key } = await coach.setup.createApiKey({ creatorId: id, name: 'test' })
  const member = createCoachClient({ baseUrl: 'http://coach.test', token: key, fetch: (input, init) => coach.fetch(new Request(input, init)) })
  for (const text of [dog, car]) {
    const { document } = await member.knowledge.upload(new File([text], `${text.slice(0, 5)}.txt`))
    await vi.waitFor(async () => expect((await member.knowledge.status({ params: { documentId: document.id } })).status).toBe('ready'), 20_000)
  }
  embedder = createBrowserEmbedder({ model, modelsPath: folder, dimensions: tinyDimensions })
  expect(await embedKnowledge(member, embedder)).toEqual({ made: 2 })
}, 120_000)
afterAll(async () => {
  await embedder?.dispose()
  await coach?.stop()
  await lm?.close()
  await rm(folder, { recursive: true })
})

/** A visitor, and the questions as they left. */
function visit(options: { embedder?: ClientEmbedder }) {
  const sent: { text: string; vector?: { model: string } }[] = []
  const client = createCoachClient({
    ...options,
    baseUrl: 'http://coach.test',
    creator: 'ana',
    async fetch(input, init) {
      const request = new Request(input, init)
      if (request.method === 'POST' && request.url.endsWith('/messages')) sent.push(await request.clone().json())
      return coach.fetch(request)
    },
    transports: [],
  })
  return { client, sent, handle: client.conversation() }
}
const arrived = (handle: ReturnType<typeof visit>['handle']) =>
  vi.waitFor(() => {
    const own = handle.getSnapshot().messages.find(({ role }) => role === 'user')
    expect(own?.status).toBe('sent')
    return own
  }, 20_000)

test('a question is embedded where it is asked, and answered from what has its meaning', async () => {
  const { client, sent, handle } = visit({ embedder })
  await embedder.load()
  handle.send({ text: question })
  const own = await arrived(handle)
  expect(sent).toEqual([expect.objectContaining({ text: question, vector: { model, values: expect.any(String) } })])
  const params = { conversationId: own?.conversationId ?? '' }
  await vi.waitFor(async () => {
    const answer = (await client.messages.list({ params, query: {} })).items.at(-1)
    expect(answer?.citations.map(({ quote }) => quote)).toEqual([car])
  }, 20_000)
  handle.close()
})

test.each<[string, ClientEmbedder, number]>([
  ['takes its time', { model, embed: () => new Promise(() => undefined) }, 1],
  ['fails', { model, embed: () => Promise.reject(new Error('no memory')) }, 1],
  ['makes vectors of another length', { model, embed: async () => [Float32Array.of(1, 0)] }, 1],
  ['is of another model', { model: 'other', embed: async () => [new Float32Array(tinyDimensions)] }, 0],
])('with an embedder that %s a question goes by its words', async (_, { model, embed }, times) => {
  const asked = vi.fn(embed)
  const { sent, handle } = visit({ embedder: { model, embed: asked } })
  handle.send({ text: question })
  await arrived(handle)
  expect(sent).toEqual([expect.not.objectContaining({ vector: expect.anything() })])
  expect(asked).toHaveBeenCalledTimes(times)
  handle.close()
})

test('a vector that the server refuses does not hold the question back', async () => {
  const { sent, handle } = visit({})
  handle.send({ text: question, vector: { model: 'of last week', values: 'AAAAAA==' } })
  await arrived(handle)
  expect(sent.map(({ vector }) => vector?.model)).toEqual(['of last week', undefined])
  handle.close()
})
