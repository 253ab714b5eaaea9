import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Embedder, Logger, MaterialFilter, Storage } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { indexPassages } from './index-passages.js'
import { createRetriever } from './retriever.js'

const warnings: string[] = []
const logger: Logger = { info: () => undefined, warn: (event) => void warnings.push(event), error: () => undefined }
const signal = new AbortController().signal
const plain = { greeting: 'Hola', placeholder: 'Pregunta', suggestions: [], primaryColor: '#334155', position: 'bottom-right' as const }
const documentId = (digit: string) => `doc_${digit.repeat(24)}`
let storage: Storage
let creatorId: string
let otherId: string

beforeAll(async () => {
  storage = memoryStorage()
  await storage.migrate()
  creatorId = (await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'ana', name: 'Ana', language: 'es', widget: plain }))).id
  otherId = (await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'bea', name: 'Bea', language: 'es', widget: plain }))).id
}, 60_000)
afterAll(() => storage.close())

async function addDocument(id: string, texts: string | string[], owner = creatorId, embeddings?: { embedderId: string; vectors: Float32Array[] }) {
  const chunks = [texts].flat().map((text, index) => ({ index, text, headings: [], language: 'es', tokenCount: 20 }))
  await storage.as({ creatorId: owner }, async (tx) => {
    await tx.knowledge.add({ id, name: 'guia.md', type: 'md', size: 1, blobKey: id })
    await tx.knowledge.finish({ documentId: id, language: 'es', chunks, ...(embeddings ? { embeddings } : {}) })
  })
}

const unlike = { embedderId: 'test:down', vectors: [Float32Array.of(1, 0)] }

/** The storage, counting how often all of a creator's chunks are loaded. */
let loaded = 0
const watched: Storage = {
  ...({} as Storage),
  as: (scope, work) =>
    storage.as(scope, (tx) =>
      work({
        ...tx,
        knowledge: {
          ...tx.knowledge,
          chunks: () => {
            loaded++
            return tx.knowledge.chunks()
          },
        },
      }),
    ),
}

it('finds new material at once, only its own creator sees it, and an outage of the embedder is told once', async () => {
  const embedder: Embedder = { id: 'test:down', maxBatch: 8, embed: () => Promise.reject(new Error('down')) }
  const retriever = createRetriever({ storage, embedder, logger })
  const search = (query: string, id = creatorId) => retriever.search({ creatorId: id, query, signal })
  expect(await search('¿Cómo preparo mi primera sesión?')).toEqual({ passages: [], confidence: 0, answerable: false, isEmpty: true })

  await addDocument(documentId('a'), 'Para preparar tu primera sesión escribe un objetivo claro.', creatorId, unlike)
  const found = await search('¿Cómo preparo mi primera sesión?')
  expect(found).toMatchObject({ answerable: true, passages: [{ documentName: 'guia.md', score: 1 }] })
  expect((await search('¿Cómo preparo mi primera sesión?', otherId)).passages).toEqual([])

  await addDocument(documentId('b'), 'La sesión individual cuesta sesenta euros.', creatorId, unlike)
  expect((await search('¿Cuánto cuesta la sesión individual?')).passages[0]?.text).toContain('sesenta euros')
  const only = (filter: object) => retriever.search({ creatorId, query: '¿Cuánto cuesta la sesión individual?', only: filter, signal })
  expect((await only({ documentIds: [documentId('a')] })).passages.map(({ documentId }) => documentId)).toEqual([documentId('a')])
  expect((await only({ documentIds: [documentId('a')] })).confidence).toBeLessThan((await only({ language: 'es', type: 'md' })).confidence)
  for (const nothing of [{ language: 'pt' }, { type: 'pdf' }, { documentIds: [] }])
    expect(await only(nothing)).toMatchObject({ passages: [], answerable: false })
  expect(warnings).toEqual(['retriever.embedder_down'])
})

it('searches a creator that became large in the database: the same passages and confidence, misspelt words too, no question loads what it has', async () => {
  const large = (await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'carla', name: 'Carla', language: 'es', widget: plain }))).id
  const topics = ['respirar antes de hablar', 'ordenar la agenda del lunes', 'cobrar las facturas', 'elegir un objetivo', 'dormir ocho horas']
  const texts = Array.from({ length: 40 }, (_, index) => `La práctica número ${index} enseña a ${topics[index % topics.length]} con calma y constancia.`)
  texts.push('La mentoría individual cuesta sesenta euros y dura una hora.')
  await addDocument(documentId('c'), texts, large)
  let jobs = 0
  const memory = createRetriever({ storage, logger })
  const retriever = createRetriever({ storage: watched, logger, largeFrom: 20, onJob: () => void jobs++ })
  const question = '¿Cuánto cuesta la mentoría individual?'
  const inMemory = await retriever.search({ creatorId: large, query: question, signal })
  expect(jobs).toBe(1)
  const [job] = (await storage.as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'r', leaseMs: 1000, limit: 100 }))).filter(({ kind }) => kind === 'index')
  if (!job) throw new Error('No index was asked for.')
  await indexPassages(storage, job, signal)
  expect(await storage.as({ creatorId: large }, (tx) => tx.postings.state())).toMatchObject({ indexedPassages: texts.length })

  loaded = 0
  const anew = createRetriever({ storage: watched, logger, largeFrom: 20 })
  const found = await anew.search({ creatorId: large, query: question, signal })
  expect(found.passages[0]).toMatchObject({ text: texts.at(-1), score: 1 })
  expect(found.answerable).toBe(inMemory.answerable)
  expect(found.confidence).toBeCloseTo(inMemory.confidence, 1)
  for (const query of ['¿Cuánto cuesta la mentroía indivdual?', 'facturas', '¿Cómo hago un pastel de chocolate?']) {
    const [here, there] = await Promise.all([anew, memory].map((each) => each.search({ creatorId: large, query, signal })))
    expect(here?.passages[0]?.text).toBe(there?.passages[0]?.text)
    expect(here?.answerable).toBe(there?.answerable)
  }
  expect(loaded).toBe(0)

  await addDocument(documentId('d'), ['El retiro de verano es en Asturias.'], large)
  const only = (filter: MaterialFilter) => anew.search({ creatorId: large, query: '¿Qué enseña la práctica de verano?', only: filter, signal })
  expect((await only({ documentIds: [documentId('d')], language: 'es', type: 'md' })).passages.map(({ documentId }) => documentId)).toEqual([documentId('d')])
  for (const nothing of [{ language: 'pt' }, { type: 'pdf' }, { documentIds: [] }] as const)
    expect(await only(nothing)).toMatchObject({ passages: [], answerable: false, isEmpty: false })
  expect((await anew.search({ creatorId: large, query: '¿Dónde es el retiro de verano?', signal })).passages[0]?.text).toContain('Asturias')
  await storage.as({ creatorId: large }, (tx) => tx.knowledge.remove(documentId('d')))
  const gone = await anew.search({ creatorId: large, query: '¿Dónde es el retiro de verano?', signal })
  expect(gone.passages.map(({ text }) => text).join()).not.toContain('Asturias')
  expect(loaded).toBe(0)
})

it('meaning helps a large creator choose among the passages that its words found', async () => {
  const { id: creator } = await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'dani', name: 'Dani', language: 'es', widget: plain }))
  const texts = ['El precio de la sesión en Madrid.', 'El precio de la sesión en Murcia.']
  const embeddings = { embedderId: 'test:two', vectors: [Float32Array.of(1, 0), Float32Array.of(0, 1)] }
  await storage.as({ creatorId: creator }, (tx) => tx.postings.begin())
  await storage.as({ creatorId: creator }, (tx) => tx.postings.indexNext({ limit: 10 }))
  await addDocument(documentId('e'), texts, creator, embeddings)
  const asks = (vector: Float32Array): Embedder => ({ id: 'test:two', maxBatch: 8, embed: async () => [vector] })
  for (const [place, vector] of embeddings.vectors.entries()) {
    const { passages } = await createRetriever({ storage, embedder: asks(vector), logger }).search({ creatorId: creator, query: 'precio de la sesión', signal })
    expect(passages[0]?.text).toBe(texts[place])
  }
})
