import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import type { Embedder, Logger, Storage } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { indexPassages } from './index-passages.js'
import { indexVectors } from './index-vectors.js'
import { createRetriever } from './retriever.js'

const logger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()
const plain = { greeting: 'Hola', placeholder: 'Pregunta', suggestions: [], primaryColor: '#334155', position: 'bottom-right' as const }
const dimensions = 64
const largeFrom = 50

/** Numbers that are the same each time. */
function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31 - 0.5
  }
}
function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}
const any = (seed: number) => unit(Float32Array.from({ length: dimensions }, drawn(seed)))
/** What the question means, though no word of it stands in the passage. */
const meant = any(7_000_001)
const question = 'Where may children swim?'
const passage = 'Los menores pueden bañarse en la piscina pequeña.'
const embedder: Embedder = { id: 'test:meaning', maxBatch: 8, embed: async (texts) => texts.map(() => meant) }

async function createCreator(storage: Storage, slug: string): Promise<string> {
  return (await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug, name: slug, language: 'es', widget: plain }))).id
}
async function addDocument(storage: Storage, { creatorId, id, texts, vectors }: { creatorId: string; id: string; texts: string[]; vectors: Float32Array[] }) {
  const chunks = texts.map((text, index) => ({ index, text, headings: [], language: 'es', tokenCount: 20 }))
  await storage.as({ creatorId }, async (tx) => {
    await tx.knowledge.add({ id, name: 'guia.md', type: 'md', size: 1, blobKey: id })
    await tx.knowledge.finish({ documentId: id, language: 'es', chunks, embeddings: { embedderId: embedder.id, vectors } })
    await tx.embeddings.complete({ embedderId: embedder.id })
  })
}
async function makeLarge(storage: Storage, slug: string) {
  const creatorId = await createCreator(storage, slug)
  const texts = Array.from({ length: 400 }, (_, index) => `La práctica número ${index} enseña a respirar con calma y a ordenar la agenda.`)
  texts[123] = passage
  const vectors = texts.map((text, index) => (text === passage ? unit(meant.map((value, at) => value + 0.02 * (any(5)[at] ?? 0))) : any(index + 1)))
  await addDocument(storage, { creatorId, id: `doc_${'a'.repeat(24)}`, texts, vectors })
  return creatorId
}
async function runIndexJob(storage: Storage, creatorId: string) {
  await storage.as({ creatorId }, (tx) => tx.postings.begin())
  const job = { id: '', kind: 'index' as const, creatorId, subjectId: creatorId, attempt: 1, carrier: {} }
  await indexPassages(storage, job, signal)
  await indexVectors({ storage, largeFrom, logger }, { creatorId, signal })
}
const search = (storage: Storage, creatorId: string) => createRetriever({ storage, embedder, logger, largeFrom }).search({ creatorId, query: question, signal })

describe('pglite', () => {
  let storage: Storage
  beforeAll(async () => {
    storage = memoryStorage()
    await storage.migrate()
  }, 60_000)
  afterAll(() => storage.close())
  it('finds by meaning', async () => {
    const creatorId = await makeLarge(storage, 'ana')
    console.log(await storage.vectorIndexes?.state())
    const inMemory = await search(storage, creatorId)
    console.log('mem', inMemory.confidence, inMemory.answerable, inMemory.passages.map(({ text, score }) => [text, score]))
    await runIndexJob(storage, creatorId)
    console.log(await storage.as({ creatorId }, (tx) => tx.postings.state()))
    const found = await search(storage, creatorId)
    console.log('idx', found.confidence, found.answerable, found.passages.map(({ text, score }) => [text, score]))
    expect(found.passages[0]?.text).toBe(passage)
  }, 60_000)
})
