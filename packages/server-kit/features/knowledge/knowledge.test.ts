import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileSystem } from '../../adapters/blob-store/file-system/index.js'
import { memoryBus } from '../../adapters/bus/memory/index.js'
import { workerExtractor } from '../../adapters/text-extractor/worker/index.js'
import { streamOf } from '../../domain/bytes/byte-stream.js'
import { AdapterError, type Embedder, type Job, type Logger, type Principal, type Storage } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { ensureCreator } from '../creators/index.js'
import { createKnowledge, createRetriever } from './index.js'

const signal = new AbortController().signal
const bytesOf = (text: string) => new TextEncoder().encode(text)
const guide = bytesOf('# Sesiones\n\n## Precio\n\nLa sesión individual cuesta sesenta euros y dura una hora.\n')
const warnings: string[] = []
const logger: Logger = { info: () => undefined, warn: (event) => void warnings.push(event), error: () => undefined }
const bus = memoryBus()
const extractor = workerExtractor()
let dir: string
let storage: Storage
let creatorId: string
let otherId: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'coachkit-knowledge-'))
  storage = memoryStorage()
  await storage.migrate()
  creatorId = (await ensureCreator({ storage, creator: { slug: 'ana', name: 'Ana', language: 'es' } })).id
  otherId = (await ensureCreator({ storage, creator: { slug: 'bea', name: 'Bea', language: 'es' } })).id
}, 60_000)
afterAll(async () => {
  await extractor.close()
  await storage.close()
  await rm(dir, { recursive: true })
})

function setUp(extra: { embedder?: Embedder; storage?: Storage; largeFrom?: number } = {}) {
  const retriever = createRetriever({ storage, logger })
  const knowledge = createKnowledge({
    storage,
    retriever,
    blobStore: fileSystem({ dir }),
    extractor,
    bus,
    logger,
    onJob: () => undefined,
    onJobGone: () => undefined,
    ...extra,
  })
  const principal: Principal = { kind: 'member', creatorId, memberId: 'm', role: 'owner' }
  const context = { requestId: 'r', language: 'es' as const, signal, principal }
  const upload = (name: string, bytes: Uint8Array) =>
    knowledge.handlers.upload({ params: undefined, query: {}, body: { name, content: streamOf(bytes) } }, context)
  const ingest = (documentId: string) => knowledge.ingest.run(jobOf(documentId), signal)
  return { knowledge, context, upload, ingest }
}

function jobOf(documentId: string): Job {
  return { id: '0', kind: 'ingest', creatorId, subjectId: documentId, attempt: 1, carrier: {} }
}

const find = (documentId: string) => storage.as({ creatorId }, (tx) => tx.knowledge.find(documentId))
const chunksOf = async (documentId: string) =>
  (await storage.as({ creatorId }, (tx) => tx.knowledge.chunks())).filter((chunk) => chunk.documentId === documentId)

it('a document of other pieces than the usual has as much of an overlap in them', async () => {
  const { knowledge, context } = setUp()
  const body = { name: 'otra.md', content: streamOf(new TextEncoder().encode('Otra guía, en piezas de otro tamaño.')) }
  const { document } = await knowledge.handlers.upload({ params: undefined, query: { chunkTokens: 100 }, body }, context)
  expect(document).toMatchObject({ chunkTokens: 100, overlapTokens: 21 })
  await knowledge.handlers.remove({ params: { documentId: document.id }, query: undefined, body: undefined }, context)
})

it('makes an uploaded file searchable, tells its members how far it is, and does nothing twice', async () => {
  const { knowledge, context, upload, ingest } = setUp()
  const seen: string[] = []
  const leave = await bus.subscribe(`creator:${creatorId}`, (frame) => void ('event' in frame && seen.push(frame.event.type)))
  const { document, duplicate } = await upload('guía.md', guide)
  expect([document.status, duplicate]).toEqual(['pending', false])
  await ingest(document.id)
  await ingest(document.id)
  leave()
  expect(await find(document.id)).toMatchObject({ status: 'ready', language: 'es', chunkCount: 1 })
  expect(seen).toEqual(['document.processing', 'document.processing', 'document.processing', 'document.processing', 'document.ready'])
  expect(await upload('copia.md', guide)).toMatchObject({ duplicate: true, document: { id: document.id, status: 'ready' } })

  const [chunk] = await chunksOf(document.id)
  const passage = (asker: Principal) =>
    knowledge.handlers.passage({ params: { chunkId: chunk?.id ?? '' }, query: undefined, body: undefined }, { ...context, principal: asker })
  const { text } = await passage({ kind: 'member', creatorId, memberId: 'm', role: 'owner' })
  expect(text).toBe('La sesión individual cuesta sesenta euros y dura una hora.')
  await expect(passage({ kind: 'member', creatorId: otherId, memberId: 'm', role: 'owner' })).rejects.toMatchObject({ code: 'RESOURCE_001' })

  await knowledge.handlers.remove({ params: { documentId: document.id }, query: undefined, body: undefined }, context)
  expect([await find(document.id), await chunksOf(document.id), await readdir(dir)]).toEqual([undefined, [], []])
})

it('says why a bad file failed, in the language of the creator, and leaves the good one alone', async () => {
  const { upload, ingest } = setUp()
  const good = await upload('bueno.md', guide)
  await ingest(good.document.id)
  const before = await chunksOf(good.document.id)
  const bad = await upload('roto.pdf', bytesOf('%PDF-1.7 and nothing of a document'))
  await ingest(bad.document.id)
  expect(await find(bad.document.id)).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_007', message: expect.stringContaining('dañado') } })
  expect(await chunksOf(bad.document.id)).toEqual([])
  expect(await chunksOf(good.document.id)).toEqual(before)
})

it('refuses a file before anything of it is kept', async () => {
  const { upload } = setUp()
  const before = await readdir(dir)
  await expect(upload('virus.exe', guide)).rejects.toMatchObject({ code: 'VAL_003' })
  await expect(upload('vacío.txt', new Uint8Array(0))).rejects.toMatchObject({ code: 'DOCUMENT_003' })
  expect(await readdir(dir)).toEqual(before)
})

it('stores a document without vectors when the embedder is down', async () => {
  const embedder: Embedder = { id: 'test:down', maxBatch: 8, embed: () => Promise.reject(new Error('down')) }
  const { upload, ingest } = setUp({ embedder })
  const { document } = await upload('sin-vectores.md', bytesOf('Texto distinto que también se encuentra por palabras.'))
  await ingest(document.id)
  expect(await find(document.id)).toMatchObject({ status: 'ready' })
  expect(warnings).toContain('document.without_vectors')
})

it('takes a removal in the middle as the end of the work', async () => {
  const ids: string[] = []
  const embedder: Embedder = {
    id: 'test:slow',
    maxBatch: 8,
    embed: async (texts) => {
      for (const id of ids) await storage.as({ creatorId }, (tx) => tx.knowledge.remove(id))
      return texts.map(() => Float32Array.of(1, 0))
    },
  }
  const { upload, ingest } = setUp({ embedder })
  const { document } = await upload('fugaz.md', bytesOf('Este documento se borra mientras se procesa.'))
  ids.push(document.id)
  await ingest(document.id)
  expect([await find(document.id), await chunksOf(document.id)]).toEqual([undefined, []])
})

it('rejects when the database is away, so that the job runs again, and the next run completes', async () => {
  const { upload, ingest } = setUp()
  const { document } = await upload('reintento.md', bytesOf('Se procesa en el segundo intento.'))
  const away: Storage = {
    ...storage,
    as: () => Promise.reject(new AdapterError({ adapter: 'test', code: 'unreachable', retryable: true, message: 'The database is away.' })),
  }
  await expect(setUp({ storage: away }).ingest(document.id)).rejects.toMatchObject({ code: 'unreachable' })
  expect(await find(document.id)).toMatchObject({ status: 'pending' })
  await ingest(document.id)
  expect(await find(document.id)).toMatchObject({ status: 'ready' })
})

it('a document that makes its creator large asks for the index, which is built piece by piece and taken up after a stop', async () => {
  const { knowledge, upload, ingest } = setUp({ largeFrom: 2 })
  const state = () => storage.as({ creatorId }, (tx) => tx.postings.state())
  for (const day of ['lunes', 'martes', 'jueves']) await ingest((await upload(`${day}.md`, bytesOf(`El ${day} hay clase de yoga.`))).document.id)
  expect(await state()).not.toHaveProperty('indexedPassages')
  const claimed = await storage.as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'k', leaseMs: 60_000, limit: 100 }))
  const [job] = claimed.filter(({ kind }) => kind === 'index')
  if (!job) throw new Error('No index was asked for.')
  const stop = new AbortController()
  stop.abort(new Error('stopped'))
  await expect(knowledge.index.run(job, stop.signal)).rejects.toThrow('stopped')
  await knowledge.index.run(job, signal)
  const chunkCount = await storage.as({ creatorId }, (tx) => tx.knowledge.chunkCount())
  expect(await state()).toMatchObject({ indexedPassages: chunkCount })
  await ingest((await upload('viernes.md', bytesOf('El viernes hay meditación.'))).document.id)
  expect(await state()).toMatchObject({ indexedPassages: chunkCount + 1 })
})

it('a large creator’s vectors get their index once all are made, and what comes and goes asks for its update', async () => {
  const embedder: Embedder = { id: 'test:one', maxBatch: 64, embed: async (texts) => texts.map((text) => unitOf(text.length)) }
  const { knowledge, context, upload, ingest } = setUp({ embedder, largeFrom: 2 })
  const claim = async (kind: Job['kind']) => {
    const claimed = await storage.as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'v', leaseMs: 60_000, kind, limit: 100 }))
    for (const { id } of claimed) await storage.as({ system: 'jobs' }, (tx) => tx.jobs.complete({ jobId: id, owner: 'v' }))
    return claimed.filter((job) => job.creatorId === creatorId)
  }
  await claim('index')
  await knowledge.updateEmbeddings({ creatorId })
  const [making] = await claim('vectors')
  if (!making) throw new Error('No vectors were asked for.')
  await knowledge.vectors.run(making, signal)
  const [job] = await claim('index')
  if (!job) throw new Error('No index was asked for.')
  await knowledge.index.run(job, signal)
  expect(await storage.as({ creatorId }, (tx) => tx.postings.state())).toMatchObject({ vectorIndex: { embedderId: embedder.id, dimensions: 2 } })

  const { document } = await upload('sábado.md', bytesOf('El sábado se descansa.'))
  await ingest(document.id)
  expect(await claim('index')).toHaveLength(1)
  await knowledge.handlers.remove({ params: { documentId: document.id }, query: undefined, body: undefined }, context)
  expect(await claim('index')).toHaveLength(1)
})

function unitOf(angle: number): Float32Array {
  return Float32Array.of(Math.cos(angle), Math.sin(angle))
}
