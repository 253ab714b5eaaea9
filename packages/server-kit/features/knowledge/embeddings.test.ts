import { type EmbeddingStatus, routes } from '@coachkit/contract'
import { afterEach, expect, it, vi } from 'vitest'
import { browserEmbedder } from '../../adapters/embedder/browser.js'
import { AdapterError, type Embedder, type Logger } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import type { TestServerOptions } from '../../testing/create-test-server.js'

const logs: string[] = []
const logger: Logger = { info: () => undefined, warn: (event) => void logs.push(event), error: () => undefined }
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  logs.length = 0
  for (const close of closing.splice(0).reverse()) await close()
})

interface Fake extends Embedder {
  asked: string[]
  queries: string[]
  /** How often it still fails. */
  failures: number
  /** It answers passages once this is there. */
  ready: Promise<void>
}
/** An embedder that puts texts with one of the words of a meaning near each other, and counts what it is asked. */
function fakeEmbedder(fields: { id: string; dimensions: number; languages?: string[] }): Fake {
  const meanings = [/coche|automóvil|vehicle|car\b/i, /perro|mascota|dog/i, /precio|cuesta|price/i]
  const { dimensions, ...rest } = fields
  const fake: Fake = {
    ...rest,
    maxBatch: 2,
    asked: [],
    queries: [],
    failures: 0,
    ready: Promise.resolve(),
    embed: async (texts, { purpose }) => {
      if (fake.failures-- > 0) throw new AdapterError({ adapter: 'fake', code: 'refused', retryable: false, message: 'The embedder is not well.' })
      if (purpose === 'passage') await fake.ready
      ;(purpose === 'query' ? fake.queries : fake.asked).push(...texts)
      return texts.map((text) => {
        const vector = new Float32Array(dimensions).fill(0.01)
        for (const [at, meaning] of meanings.entries()) if (meaning.test(text)) vector[at] = 1
        const length = Math.hypot(...vector)
        return vector.map((value) => value / length)
      })
    },
  }
  return fake
}

async function serve(options: TestServerOptions): Promise<TestServer> {
  const server = await startTestServer({ logger, ...options })
  closing.push(() => server.close())
  return server
}
/** One database for servers that come after each other: the first to be told closes nothing. */
function sharedStorage() {
  const storage = memoryStorage()
  closing.push(() => storage.close())
  return { ...storage, close: async () => undefined }
}
const status = (server: TestServer): Promise<EmbeddingStatus> => server.call(routes.knowledge.embeddings, { token: server.key })
const complete = (server: TestServer, embedder: string) =>
  vi.waitFor(async () => expect(await status(server)).toMatchObject({ embedder, status: 'complete' }), 10_000)
const first = async (server: TestServer, q: string) =>
  (await server.call(routes.knowledge.search, { query: { q }, token: server.key } as never)).items[0]?.documentName
const add = (server: TestServer, name: string, text: string) => server.ingest(new File([text], name))
const cars = 'El automóvil se revisa una vez al año en el taller de la esquina del barrio.'
const dogs = 'La mascota come dos veces al día y pasea por las tardes en el parque grande.'

it('never embeds again what it has embedded: read anew, replaced, or found in another document', async () => {
  const embedder = fakeEmbedder({ id: 'fake:a', dimensions: 384 })
  const server = await serve({ embedder })
  const { id } = await add(server, 'coches.txt', cars)
  await add(server, 'perros.txt', dogs)
  expect(embedder.asked).toHaveLength(2)
  await server.call(routes.knowledge.reprocess, { params: { documentId: id }, token: server.key })
  await vi.waitFor(async () => {
    const { status } = await server.call(routes.knowledge.status, { params: { documentId: id }, token: server.key })
    expect(status).toBe('ready')
  })
  // Other bytes, the same passage.
  await add(server, 'copia.txt', `${cars}\n`)
  const form = new FormData()
  form.set('file', new File([`\n${dogs}\n`], 'perros-2.txt'))
  await server.request(`/v1/creators/knowledge/documents/${id}`, { method: 'PUT', body: form, token: server.key })
  await complete(server, 'fake:a')
  expect(embedder.asked).toHaveLength(2)
  expect(await status(server)).toMatchObject({ dimensions: 384, chunks: 3, embedded: 3 })
})

it('makes up for documents that came while the embedder was away, and for another embedder, while the old vectors answer', async () => {
  const storage = sharedStorage()
  const old = fakeEmbedder({ id: 'fake:old', dimensions: 384 })
  old.failures = 2
  const before = await serve({ storage, embedder: old })
  await add(before, 'coches.txt', cars)
  await add(before, 'perros.txt', dogs)
  expect(logs).toContain('document.without_vectors')
  await complete(before, 'fake:old')
  // A word that is in no document: only meaning leads there.
  expect(await first(before, '¿Cada cuánto miran el coche?')).toBe('coches.txt')
  await before.coach.stop()

  const next = fakeEmbedder({ id: 'fake:new', dimensions: 768 })
  let open = (): void => undefined
  next.ready = new Promise((resolve) => {
    open = resolve
  })
  const after = await serve({ storage, embedder: next, previousEmbedder: old })
  expect(await status(after)).toMatchObject({ embedder: 'fake:new', status: 'updating', embedded: 0 })
  expect(await first(after, '¿Qué le dan al perro?')).toBe('perros.txt')
  expect([old.queries.at(-1), next.queries]).toEqual(['¿Qué le dan al perro?', []])
  open()
  await complete(after, 'fake:new')
  await vi.waitFor(async () => {
    expect(await first(after, '¿Qué le dan al perro?')).toBe('perros.txt')
    expect(next.queries).not.toEqual([])
  })
  const vectors = (id: string) => storage.as({ creatorId: after.creatorId }, (tx) => tx.knowledge.vectors(id))
  expect([await vectors('fake:old'), (await vectors('fake:new')).map(({ vector }) => vector.length)]).toEqual([[], [768, 768]])
})

it('refuses vectors of two lengths under one name, answers by words, and makes all of them anew', async () => {
  const storage = sharedStorage()
  const short = fakeEmbedder({ id: 'fake:same', dimensions: 384 })
  const before = await serve({ storage, embedder: short })
  await add(before, 'coches.txt', cars)
  await complete(before, 'fake:same')
  await before.coach.stop()
  const chunkId = (await storage.as({ creatorId: before.creatorId }, (tx) => tx.knowledge.chunks()))[0]?.id ?? ''
  const put = storage.as({ creatorId: before.creatorId }, (tx) =>
    tx.embeddings.put({ embedderId: 'fake:same', vectors: [{ chunkId, vector: Float32Array.of(1, 0), hash: undefined }] }),
  )
  await expect(put).rejects.toMatchObject({ code: 'mixed_dimensions', message: expect.stringContaining('384') })

  const after = await serve({ storage, embedder: fakeEmbedder({ id: 'fake:same', dimensions: 768 }) })
  expect(await first(after, '¿Dónde se revisa el automóvil?')).toBe('coches.txt')
  await vi.waitFor(async () => expect(await status(after)).toMatchObject({ status: 'complete', dimensions: 768 }), 10_000)
  expect(logs).toContain('embedder.dimensions_changed')
  await add(after, 'perros.txt', dogs)
  expect(await first(after, '¿Qué le dan al perro?')).toBe('perros.txt')
})

it('gives an embedder that knows English only no say over Spanish, and names it at the start', async () => {
  const embedder = fakeEmbedder({ id: 'fake:english', dimensions: 8, languages: ['en'] })
  const server = await serve({ embedder })
  expect(logs).toContain('models.embedder_languages')
  await add(server, 'coches.txt', cars)
  await add(server, 'dogs.txt', 'The family pet is fed twice a day, and every evening it is taken for a walk in the park.')
  await add(server, 'price.txt', 'An hour of consulting has a price of sixty euros, which you pay before we begin the first session.')
  await complete(server, 'fake:english')
  expect(embedder.asked).toHaveLength(2)
  await first(server, '¿Cada cuánto se revisa el coche?')
  expect(embedder.queries).toEqual([])
  await first(server, 'How often is the dog fed in this family?')
  expect(embedder.queries).toHaveLength(1)
})

it('takes the vectors that a client made, checked, of its own passages alone', async () => {
  const embedder = browserEmbedder({ model: 'Xenova/multilingual-e5-small', dimensions: 4 })
  const server = await serve({ embedder })
  const document = await add(server, 'coches.txt', cars)
  expect(document.status).toBe('ready')
  expect(await first(server, '¿Dónde se revisa el automóvil?')).toBe('coches.txt')
  const client = { model: 'Xenova/multilingual-e5-small', dimensions: 4, queryPrefix: 'query: ', passagePrefix: 'passage: ' }
  expect(await status(server)).toMatchObject({ embedder: 'browser:Xenova/multilingual-e5-small', status: 'updating', embedded: 0, client })
  const { items } = await server.call(routes.knowledge.unembedded, { query: {}, token: server.key } as never)
  expect(items).toEqual([{ chunkId: expect.any(String), text: cars }])
  const chunkId = items[0]?.chunkId ?? ''
  const base64 = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer).toString('base64')
  const put = async (body: unknown, token = server.key) => {
    const response = await server.request('/v1/knowledge/embeddings', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      token,
    })
    const answer = (await response.json()) as { error?: { code: string; details?: { reason: string } } }
    return answer.error ? `${answer.error.code} ${answer.error.details?.reason ?? ''}`.trim() : answer
  }
  const { model } = client
  expect(await put({ model: 'other', vectors: [{ chunkId, vector: base64(1, 0, 0, 0) }] })).toBe('EMBEDDER_002 model')
  expect(await put({ model, vectors: [{ chunkId, vector: base64(1, 0) }] })).toBe('EMBEDDER_002 dimensions')
  expect(await put({ model, vectors: [{ chunkId, vector: base64(1, 1, 0, 0) }] })).toBe('EMBEDDER_002 norm')
  expect(await put({ model, vectors: [{ chunkId, vector: base64(Number.NaN, 1, 0, 0) }] })).toBe('EMBEDDER_002 norm')
  const other = await server.person()
  expect(await put({ model, vectors: [{ chunkId, vector: base64(1, 0, 0, 0) }] }, other)).toBe('RESOURCE_001')
  expect((await status(server)).embedded).toBe(0)
  expect(await put({ model, vectors: [{ chunkId, vector: base64(0.6, 0.8, 0, 0) }] })).toMatchObject({ stored: 1, status: 'complete', embedded: 1 })
  expect((await server.call(routes.knowledge.unembedded, { query: {}, token: server.key } as never)).items).toEqual([])
})

it('says that there is no embedder', async () => {
  const server = await serve({})
  expect(await status(server)).toEqual({ embedder: 'none', status: 'none', chunks: 0, embedded: 0 })
  await expect(server.call(routes.knowledge.updateEmbeddings, { body: { anew: true }, token: server.key })).rejects.toThrow('EMBEDDER_001')
})
