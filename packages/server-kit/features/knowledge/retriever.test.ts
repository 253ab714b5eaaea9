import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Embedder, Logger, Storage } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { createRetriever } from './retriever.js'

const warnings: string[] = []
const logger: Logger = { info: () => undefined, warn: (event) => void warnings.push(event), error: () => undefined }
const signal = new AbortController().signal
const documentId = (digit: string) => `doc_${digit.repeat(24)}`
let storage: Storage
let creatorId: string
let otherId: string

beforeAll(async () => {
  storage = memoryStorage()
  await storage.migrate()
  const widget = { greeting: 'Hola', placeholder: 'Pregunta', suggestions: [], primaryColor: '#334155', position: 'bottom-right' } as const
  creatorId = (
    await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'ana', name: 'Ana', language: 'es', widget: { ...widget, suggestions: [] } }))
  ).id
  otherId = (
    await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'bea', name: 'Bea', language: 'es', widget: { ...widget, suggestions: [] } }))
  ).id
}, 60_000)
afterAll(() => storage.close())

async function addDocument(id: string, text: string) {
  await storage.as({ creatorId }, async (tx) => {
    await tx.knowledge.add({ id, name: 'guia.md', type: 'md', size: text.length, blobKey: id })
    const embeddings = { embedderId: 'test:down', vectors: [Float32Array.of(1, 0)] }
    await tx.knowledge.finish({ documentId: id, language: 'es', chunks: [{ index: 0, text, headings: [], language: 'es', tokenCount: 20 }], embeddings })
  })
}

it('finds new material at once, only its own creator sees it, and an outage of the embedder is told once', async () => {
  const embedder: Embedder = { id: 'test:down', maxBatch: 8, embed: () => Promise.reject(new Error('down')) }
  const retriever = createRetriever({ storage, embedder, logger })
  const search = (query: string, id = creatorId) => retriever.search({ creatorId: id, query, signal })
  expect(await search('¿Cómo preparo mi primera sesión?')).toEqual({ passages: [], confidence: 0, answerable: false, isEmpty: true })

  await addDocument(documentId('a'), 'Para preparar tu primera sesión escribe un objetivo claro.')
  const found = await search('¿Cómo preparo mi primera sesión?')
  expect(found).toMatchObject({ answerable: true, passages: [{ documentName: 'guia.md', score: 1 }] })
  expect((await search('¿Cómo preparo mi primera sesión?', otherId)).passages).toEqual([])

  await addDocument(documentId('b'), 'La sesión individual cuesta sesenta euros.')
  expect((await search('¿Cuánto cuesta la sesión individual?')).passages[0]?.text).toContain('sesenta euros')
  expect(warnings).toEqual(['retriever.embedder_down'])
})
