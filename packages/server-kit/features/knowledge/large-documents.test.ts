import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Document, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { workerExtractor } from '../../adapters/text-extractor/worker/index.js'
import type { Chunk, Embedder, TextExtractor } from '../../ports/index.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const reader = workerExtractor()
/** Set by a test that looks at each hand of chunks of a document before it is kept. */
let before: ((count: number) => Promise<void>) | undefined
/** The most chunks that were ever handed over at once. */
let largestHand = 0
const cut: NonNullable<TextExtractor['cut']> = (file, options) => {
  if (!reader.cut) throw new Error('The reader cuts.')
  let count = 0
  const take = async (chunks: Chunk[]) => {
    largestHand = Math.max(largestHand, chunks.length)
    await before?.(count)
    count += chunks.length
    await options.take(chunks)
  }
  return reader.cut(file, { ...options, take })
}
let asked = 0
const embedder: Embedder = {
  id: 'fake:steps',
  maxBatch: 100,
  async embed(texts, { purpose }) {
    if (purpose === 'passage') asked += texts.length
    return texts.map(() => Float32Array.of(1, 0))
  },
}
let server: TestServer
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-large-'))
  server = await startTestServer({ extractor: { extract: reader.extract, cut, close: reader.close }, embedder, dataDir: folder })
}, 60_000)
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const patience = { timeout: 60_000 }
const { status, cancel, retry, replace, search, statistics } = routes.knowledge
const params = ({ id }: Document) => ({ params: { documentId: id }, token: server.key })
const find = (document: Document) => server.call(status, params(document))
const ended = (document: Document) =>
  vi.waitUntil(async () => {
    const now = await find(document)
    return now.status !== 'pending' && now.status !== 'processing' ? now : undefined
  }, patience)
const steps = 900
/** A book: each step is a chunk of its own, the pool is in the last. */
function book(pool: string): File {
  const section = (at: number) => `# Paso ${at}\n\n${`El paso número ${at} se practica con calma y se anota después. `.repeat(8)}`
  const sections = Array.from({ length: steps }, (_, at) => section(at))
  return new File([sections.join('\n\n'), `\n\n# Piscina\n\nLa piscina climatizada abre a las ${pool}.\n`], 'manual.md')
}
async function answer(): Promise<string> {
  const { items } = await server.call(search, { query: { q: '¿Cuándo abre la piscina climatizada?' }, token: server.key } as never)
  return items.map(({ text }: { text: string }) => text).join('\n')
}
/** Holds the reading of a document where much of it is kept, until it is let go. */
function holdReading() {
  let [letGo, isHeld] = [(): void => undefined, false]
  const free = new Promise<void>((resolve) => {
    letGo = resolve
  })
  before = async (count) => {
    if (count < steps - 200) return
    isHeld = true
    await free
  }
  return { held: () => vi.waitUntil(() => isHeld, patience), letGo }
}

test('a large document is read some chunks at a time, and takes the place of another when all of it is there, not before', async () => {
  const old = await server.ingest(new File(['# Piscina\n\nLa piscina climatizada abre a las siete.\n'], 'piscina.md'))
  const reading = holdReading()
  const body = new FormData()
  body.set('file', book('diez'))
  const response = await server.request(replace.path.replace('{documentId}', old.id), { method: 'PUT', body, token: server.key })
  const { document } = replace.result.parse(await response.json())
  await reading.held()
  expect(await find(document)).toMatchObject({ status: 'processing', stage: 'chunking', chunkCount: 0 })
  expect(await answer()).toContain('siete')
  expect(await answer()).not.toContain('paso')
  reading.letGo()
  expect(await ended(document)).toMatchObject({ status: 'ready', chunkCount: steps + 1 })
  expect(await answer()).toContain('diez')
  expect(await answer()).not.toContain('siete')
  expect(largestHand).toBeLessThanOrEqual(100)
  expect(await server.call(statistics, params(document))).toMatchObject({ chunkCount: steps + 1, embedders: [embedder.id] })
  expect(asked).toBe(steps + 2)
  expect(await server.coach.setup.findOrphans()).toEqual([])
}, 120_000)

test('a large document that is cancelled half-way leaves nothing, and is whole when it is read again', async () => {
  const reading = holdReading()
  const { document } = routes.knowledge.upload.result.parse(await (await server.upload(book('once'))).json())
  await reading.held()
  expect(await server.call(cancel, params(document))).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_011' } })
  reading.letGo()
  before = undefined
  expect(await server.coach.setup.findOrphans()).toEqual([])
  expect(await answer()).not.toContain('once')
  await server.call(retry, params(document))
  expect(await ended(document)).toMatchObject({ status: 'ready', chunkCount: steps + 1 })
  expect(await answer()).toContain('once')
  expect(await server.coach.setup.findOrphans()).toEqual([])
}, 120_000)
