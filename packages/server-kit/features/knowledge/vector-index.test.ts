import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addDocument,
  createLargeCreator,
  documentId,
  embedderNamed,
  largeFrom,
  passage,
  question,
  quiet,
} from '../../adapters/storage/__fixtures__/large-creator.js'
import { createTestDatabase } from '../../adapters/storage/__fixtures__/test-database.js'
import { createStorage } from '../../adapters/storage/create-storage.js'
import { createPgliteEngine } from '../../adapters/storage/pglite/engine.js'
import { startWorker } from '../../adapters/storage/pglite/worker-client.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import type { MaterialFilter, Storage } from '../../ports/index.js'
import { snapshotVariable } from '../../testing/__fixtures__/migrated-snapshot.js'
import { indexPassages } from './index-passages.js'
import { indexVectors, queueVectorIndexes } from './index-vectors.js'
import { createRetriever } from './retriever.js'
import { vectorIndexState } from './vector-index-state.js'

interface Opened {
  storage: Storage
  /** Statements of the role that owns the tables. */
  execute(statement: string): Promise<unknown>
  names(): Promise<string[]>
  close(): Promise<void>
}
const { signal } = new AbortController()
const [first, second] = [embedderNamed('test:first'), embedderNamed('test:second')]
const indexNames = `select indexname::text as name from pg_indexes where schemaname = 'coach' and indexname like 'vectors\\_%' order by 1`

async function openPglite({ extensions = true, folder = 'memory://' } = {}): Promise<Opened> {
  const snapshot = extensions && folder === 'memory://' ? process.env[snapshotVariable] : undefined
  const engine = createPgliteEngine(() => startWorker({ folder, snapshot, extensions }))
  const storage = createStorage(engine)
  await storage.migrate()
  const names = async () => (await engine.statement(indexNames, [])).flat().map(String)
  return { storage, names, execute: (statement) => engine.statement(statement, []), close: () => storage.close() }
}
async function openPostgres(): Promise<Opened> {
  const database = await createTestDatabase()
  const storage = postgres({ url: database.url })
  await storage.migrate()
  return {
    storage,
    execute: database.execute,
    names: async () => (await database.execute(indexNames)).map(({ name }) => String(name)),
    async close() {
      await storage.close()
      await database.drop()
    },
  }
}
async function serverHasPgvector(): Promise<boolean> {
  const database = await createTestDatabase()
  const found = await database.execute(`select 1 from pg_available_extensions where name = 'vector'`)
  await database.drop()
  if (found.length === 0) process.stdout.write('SKIPPED vector indexes in PostgreSQL: the server has no extension named vector (pgvector).\n')
  return found.length > 0
}
const hasPgvector = await serverHasPgvector()

async function runIndexJob(storage: Storage, creatorId: string) {
  await storage.as({ creatorId }, (tx) => tx.postings.begin())
  await indexPassages(storage, { id: '', kind: 'index', creatorId, subjectId: creatorId, attempt: 1, carrier: {} }, signal)
  await indexVectors({ storage, largeFrom, logger: quiet }, { creatorId, signal })
}
const createSearch =
  ({ storage }: Opened, embedder = first) =>
  (creatorId: string, only?: MaterialFilter) =>
    createRetriever({ storage, embedder, logger: quiet, largeFrom }).search({ creatorId, query: question, ...(only ? { only } : {}), signal })
const textsOf = ({ passages }: { passages: { text: string }[] }) => passages.map(({ text }) => text)
const indexJobs = async (storage: Storage, creatorId: string) => {
  const claimed = await storage.as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'test', leaseMs: 60_000, kind: 'index', limit: 100 }))
  for (const { id } of claimed) await storage.as({ system: 'jobs' }, (tx) => tx.jobs.complete({ jobId: id, owner: 'test' }))
  return claimed.filter((job) => job.creatorId === creatorId).length
}

const engines: [string, boolean, () => Promise<Opened>][] = [
  ['PGlite', false, () => openPglite()],
  ['PostgreSQL', !hasPgvector, openPostgres],
]
for (const [name, isSkipped, open] of engines) {
  describe.skipIf(isSkipped)(`vectors of a large creator in ${name}`, () => {
    let opened: Opened
    let storage: Storage
    let search: ReturnType<typeof createSearch>
    let ana: string
    let bea: string
    beforeAll(async () => {
      opened = await open()
      storage = opened.storage
      search = createSearch(opened)
      ana = await createLargeCreator(storage, { slug: 'ana', embedderId: first.id })
      bea = await createLargeCreator(storage, { slug: 'bea', embedderId: first.id, note: ' Solo en casa de Bea.' })
    }, 120_000)
    afterAll(() => opened.close())

    it('finds what shares no word with the question, as sure of it as if all of it were in memory; nobody else finds it', async () => {
      const inMemory = await search(ana)
      expect([inMemory.answerable, inMemory.passages[0]?.text]).toEqual([true, passage])
      for (const creatorId of [ana, bea]) await runIndexJob(storage, creatorId)
      const found = await search(ana)
      expect(found.passages[0]).toMatchObject({ text: passage, score: 1 })
      expect(found.answerable).toBe(true)
      expect(found.confidence).toBeCloseTo(inMemory.confidence, 1)
      expect(textsOf(await search(bea))[0]).toBe(`${passage} Solo en casa de Bea.`)
      expect(textsOf(found).join()).not.toContain('Bea')
      expect(await opened.names()).toHaveLength(2)
      expect(await storage.vectorIndexes?.state()).toEqual({ status: 'up' })
    }, 120_000)

    it('keeps to a part of the material', async () => {
      await addDocument(storage, { creatorId: ana, id: documentId('b'), texts: [`${passage} En verano.`], embedderId: first.id, language: 'pt' })
      await runIndexJob(storage, ana)
      expect(textsOf(await search(ana, { documentIds: [documentId('a')] }))[0]).toBe(passage)
      expect(textsOf(await search(ana, { documentIds: [documentId('b')] }))).toEqual([`${passage} En verano.`])
      expect(textsOf(await search(ana, { language: 'pt' }))).toEqual([`${passage} En verano.`])
      expect(textsOf(await search(ana, { type: 'pdf' }))).toEqual([])
    })

    it('follows documents that come and go, and vectors that are made anew', async () => {
      await storage.as({ creatorId: ana }, (tx) => tx.knowledge.remove(documentId('b')))
      expect(textsOf(await search(ana)).join()).not.toContain('verano')
      await runIndexJob(storage, ana)
      expect(await counted(opened, ana)).toBe(400)
      await storage.as({ creatorId: ana }, async (tx) => {
        const chunk = (await tx.knowledge.chunks()).find(({ text }) => text === passage)
        const vector = (await tx.knowledge.vectors(first.id)).find(({ chunkId }) => chunkId !== chunk?.id)?.vector ?? new Float32Array()
        await tx.embeddings.put({ embedderId: first.id, vectors: [{ chunkId: chunk?.id ?? '', vector, hash: undefined }] })
      })
      await runIndexJob(storage, ana)
      expect((await search(ana)).answerable).toBe(false)
      const texts = [`${passage} Otra vez.`]
      await addDocument(storage, { creatorId: ana, id: documentId('c'), texts, embedderId: first.id })
      await runIndexJob(storage, ana)
      expect(textsOf(await search(ana))[0]).toBe(texts[0])
    })

    it('is lost: words answer, the operator hears of it once, and it is built again', async () => {
      const [own] = (await opened.names()).filter((index) => index.includes(bea.replaceAll('-', '')))
      await indexJobs(storage, bea)
      await opened.execute(`drop index coach.${own}`)
      const warned: string[] = []
      let nudged = 0
      const logger = { ...quiet, warn: (event: string) => void warned.push(event) }
      const retriever = createRetriever({ storage, embedder: first, logger, largeFrom, onJob: () => void nudged++ })
      const ask = (query: string) => retriever.search({ creatorId: bea, query, signal })
      expect((await ask('respirar con calma')).passages[0]?.text).toContain('respirar con calma')
      expect(textsOf(await ask(question)).join()).not.toContain(passage)
      expect(warned).toEqual(['retriever.vector_index_down'])
      expect([nudged, await indexJobs(storage, bea)]).toEqual([1, 1])
      const state = () => vectorIndexState({ storage, embedder: first, retriever })
      expect(await state()).toMatchObject({ status: 'down', reason: expect.stringContaining('1') })

      await runIndexJob(storage, bea)
      // What was found without it is not kept.
      expect(textsOf(await ask(question))[0]).toContain(passage)
      expect(await state()).toEqual({ status: 'up' })
    }, 60_000)

    it('its table is lost as well: words answer, and say so', async () => {
      await opened.execute('alter table coach.vector_copies rename to elsewhere')
      const retriever = createRetriever({ storage, embedder: first, logger: quiet, largeFrom })
      const found = await retriever.search({ creatorId: bea, query: 'respirar con calma', signal })
      expect(found.passages[0]?.text).toContain('respirar con calma')
      expect(await vectorIndexState({ storage, embedder: first, retriever })).toMatchObject({ status: 'down' })
      await opened.execute('alter table coach.elsewhere rename to vector_copies')
      await retriever.search({ creatorId: bea, query: 'ordenar la agenda', signal })
      expect(await vectorIndexState({ storage, embedder: first, retriever })).toEqual({ status: 'up' })
    })

    it('another embedder has an index of its own, in place of the one before', async () => {
      const before = await opened.names()
      await storage.as({ creatorId: bea }, async (tx) => {
        const vectors = (await tx.knowledge.vectors(first.id)).map((each) => ({ ...each, hash: undefined }))
        await tx.embeddings.put({ embedderId: second.id, vectors })
        await tx.embeddings.complete({ embedderId: second.id })
      })
      // Known to be behind, whether or not anything asks for it.
      await indexJobs(storage, bea)
      await queueVectorIndexes({ storage, onJob: () => undefined }, signal)
      expect(await indexJobs(storage, bea)).toBe(1)
      await runIndexJob(storage, bea)
      const after = await opened.names()
      expect(after).toHaveLength(2)
      expect(after).not.toEqual(before)
      expect(await counted(opened, bea)).toBe(400)
      expect(textsOf(await createSearch(opened, second)(bea))[0]).toContain(passage)
      expect(textsOf(await search(bea)).join()).not.toContain(passage)
    }, 60_000)

    it('goes with a creator that became small, and with one that is deleted', async () => {
      for (const id of ['a', 'c']) await storage.as({ creatorId: ana }, (tx) => tx.knowledge.remove(documentId(id)))
      await runIndexJob(storage, ana)
      expect(await opened.names()).toHaveLength(1)
      expect(await counted(opened, ana)).toBe(0)
      await opened.execute(`delete from coach.creators where id = '${bea}'`)
      await queueVectorIndexes({ storage, onJob: () => undefined }, signal)
      expect(await opened.names()).toEqual([])
    })
  })
}

async function counted({ execute }: Opened, creatorId: string): Promise<number> {
  const [row] = (await execute(`select count(*)::int from coach.vector_copies where creator_id = '${creatorId}'`)) as (number[] | { count: number })[]
  return Array.isArray(row) ? (row[0] ?? 0) : (row?.count ?? 0)
}

it('without the extension words answer as before, and the operator is told why', async () => {
  const opened = await openPglite({ extensions: false })
  const { storage } = opened
  const creatorId = await createLargeCreator(storage, { slug: 'ana', embedderId: first.id })
  await runIndexJob(storage, creatorId)
  const retriever = createRetriever({ storage, embedder: first, logger: quiet, largeFrom })
  const found = await retriever.search({ creatorId, query: 'respirar con calma', signal })
  expect(found.passages[0]?.text).toContain('respirar con calma')
  expect(await vectorIndexState({ storage, embedder: first, retriever })).toEqual({ status: 'none', reason: expect.stringContaining('pgvector') })
  await opened.close()
}, 60_000)

it('the extension is taken away from a database that used it: documents still come and go, and words answer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-vectors-'))
  const before = await openPglite({ folder })
  const creatorId = await createLargeCreator(before.storage, { slug: 'ana', embedderId: first.id })
  await runIndexJob(before.storage, creatorId)
  expect((await createSearch(before)(creatorId)).answerable).toBe(true)
  await before.close()

  const opened = await openPglite({ folder, extensions: false })
  const { storage } = opened
  await addDocument(storage, { creatorId, id: documentId('b'), texts: ['El retiro de verano es en Asturias.'], embedderId: first.id })
  const retriever = createRetriever({ storage, embedder: first, logger: quiet, largeFrom })
  const search = async () => textsOf(await retriever.search({ creatorId, query: '¿Dónde es el retiro de verano?', signal }))
  expect((await search())[0]).toContain('Asturias')
  await storage.as({ creatorId }, (tx) => tx.knowledge.remove(documentId('b')))
  expect((await search()).join()).not.toContain('Asturias')
  expect(await vectorIndexState({ storage, embedder: first, retriever })).toMatchObject({ status: 'none' })
  await opened.close()
  await rm(folder, { recursive: true })
}, 120_000)

it.skipIf(!hasPgvector)('a database user that may not create the extension goes on without it', async () => {
  const database = await createTestDatabase()
  const url = new URL(database.url)
  url.username = `owner_${url.pathname.slice(-12)}`
  const name = url.pathname.slice(1)
  await database.execute(`create role ${url.username} login createrole; grant create on database ${name} to ${url.username}`)
  await database.execute(`do $$ begin create role coach_app nologin; exception when duplicate_object then null; end $$; grant coach_app to ${url.username}`)
  const storage = postgres({ url: url.href })
  await storage.migrate()
  expect(await storage.vectorIndexes?.state()).toEqual({ status: 'none', reason: expect.stringContaining('CREATE EXTENSION vector') })
  await database.execute('create extension vector')
  await storage.migrate()
  expect(await storage.vectorIndexes?.state()).toEqual({ status: 'up' })
  await storage.close()
  await database.execute(`drop schema coach cascade; drop owned by ${url.username}; drop role ${url.username}`)
  await database.drop()
})
