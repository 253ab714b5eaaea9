import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fileSystem } from '../adapters/blob-store/file-system/index.js'
import { memoryBus } from '../adapters/bus/memory/index.js'
import { jsonLogger } from '../adapters/logger/index.js'
import { streamOf } from '../domain/bytes/byte-stream.js'
import { ensureCreator } from '../features/creators/index.js'
import { createKnowledge, createRetriever } from '../features/knowledge/index.js'
import { AdapterError, type ExtractResult, type Principal, type Storage, type TextExtractor } from '../ports/index.js'
import { memoryStorage } from '../testing/__fixtures__/memory-storage.js'
import { createJobRunner } from './runner.js'

const logger = jsonLogger({ level: 'silent' })
const mostAttempts = 5
const none = async () => undefined
let dir: string
let storage: Storage
let creatorId: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'coachkit-jobs-'))
  storage = memoryStorage()
  await storage.migrate()
  creatorId = (await ensureCreator({ storage, creator: { slug: 'ana', name: 'Ana', language: 'es' } })).id
}, 60_000)
afterAll(async () => {
  await storage.close()
  await rm(dir, { recursive: true })
})

test('a document whose processing ended with its process every time is failed, and says to upload it again', async () => {
  const { upload, runner, document } = setUp({ extract: () => Promise.reject(new Error('must not be read again')) })
  const id = await upload('asesino.txt')
  await killedRuns(mostAttempts)
  await untilEnded({ runner, document: () => document(id) })
  expect(await document(id)).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_010', message: expect.stringContaining('Vuelve a subirlo') } })
})

test('a document that no attempt could process is failed after the last one', async () => {
  let reads = 0
  const { upload, runner, document } = setUp({
    extract: () => {
      reads += 1
      return Promise.reject(new AdapterError({ adapter: 'test', code: 'unavailable', retryable: true, message: 'The reader is away.' }))
    },
  })
  const id = await upload('imposible.txt')
  await killedRuns(mostAttempts - 1)
  await untilEnded({ runner, document: () => document(id) })
  expect(reads).toBe(1)
  expect(await document(id)).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_010' } })
})

test('a failure that cannot be stored because the database is away is stored when it is back', async () => {
  let refusals = 2
  const flaky: Storage = {
    ...storage,
    as: (scope, work) => {
      if (!('creatorId' in scope) || refusals === 0) return storage.as(scope, work)
      refusals -= 1
      return Promise.reject(new AdapterError({ adapter: 'test', code: 'unreachable', retryable: true, message: 'The database is away.' }))
    },
  }
  const { upload, runner, document } = setUp({ extract: () => Promise.reject(new Error('must not be read again')), runsOn: flaky })
  const id = await upload('sin-base.txt')
  await killedRuns(mostAttempts)
  await untilEnded({ runner, document: () => document(id) })
  expect(refusals).toBe(0)
  expect(await document(id)).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_010' } })
})

test('a document whose reading hangs every time is failed after the last one, and holds up no other', async () => {
  const read: string[] = []
  const { upload, runner, document } = setUp({
    longestMs: 300,
    async extract(file) {
      let text = ''
      for await (const piece of file) text += new TextDecoder().decode(piece)
      read.push(text)
      // Deaf to its signal, too.
      return text.includes('cuelga') ? new Promise<never>(() => undefined) : { ok: true, document: { blocks: [{ kind: 'paragraph', text }] } }
    },
  })
  const dead = async () => (await storage.as({ system: 'jobs' }, (tx) => tx.jobs.depth())).dead
  const before = await dead()
  const poison = await upload('cuelga.txt')
  await killedRuns(mostAttempts - 1)
  const others = await Promise.all(['uno.txt', 'dos.txt', 'tres.txt'].map(upload))
  runner.start()
  try {
    await vi.waitFor(async () => {
      for (const id of others) expect(await document(id)).toMatchObject({ status: 'ready' })
    }, 8000)
    await vi.waitFor(async () => expect(await document(poison)).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_010' } }), 8000)
    await vi.waitFor(async () => expect(await dead()).toBe(before + 1), 8000)
  } finally {
    await runner.stop()
  }
  expect(read.filter((text) => text.includes('cuelga'))).toHaveLength(1)
})

test('stops of the server use up no attempt', async () => {
  const reading = { count: 0 }
  const hanging = setUp({
    extract: (_bytes, { signal }) => {
      reading.count += 1
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
  })
  const id = await hanging.upload('paciente.txt')
  for (let stop = 1; stop <= mostAttempts + 1; stop += 1) {
    hanging.runner.start()
    await vi.waitFor(() => expect(reading.count).toBe(stop), 5000)
    await hanging.runner.stop()
  }
  const { runner, document } = setUp({ extract: async () => ({ ok: true, document: { blocks: [{ kind: 'paragraph', text: 'Al fin leído.' }] } }) })
  await untilEnded({ runner, document: () => document(id) })
  expect(await document(id)).toMatchObject({ status: 'ready' })
}, 30_000)

function setUp(input: { extract: (...given: Parameters<TextExtractor['extract']>) => Promise<ExtractResult>; runsOn?: Storage; longestMs?: number }) {
  const extractor: TextExtractor = { extract: input.extract, close: () => Promise.resolve() }
  const parts = {
    retriever: createRetriever({ storage, logger }),
    blobStore: fileSystem({ dir }),
    extractor,
    bus: memoryBus(),
    logger,
    onJob: () => undefined,
    onJobGone: () => undefined,
  }
  const { handlers } = createKnowledge({ ...parts, storage })
  const { ingest, index } = createKnowledge({ ...parts, storage: input.runsOn ?? storage })
  const runner = createJobRunner({
    storage,
    logger,
    owner: 'alive',
    ...(input.longestMs === undefined ? {} : { longestMs: input.longestMs }),
    work: { answer: { run: none, giveUp: none }, vectors: { run: none, giveUp: none }, website: { run: none, giveUp: none }, ingest, index },
  })
  const principal: Principal = { kind: 'member', creatorId, memberId: 'm', role: 'owner' }
  const context = { requestId: 'r', language: 'es' as const, signal: new AbortController().signal, principal }
  return {
    runner,
    document: (documentId: string) => handlers.status({ params: { documentId }, query: undefined, body: undefined }, context),
    async upload(name: string) {
      const { document } = await handlers.upload(
        { params: undefined, query: {}, body: { name, content: streamOf(new TextEncoder().encode(`Texto de ${name}.`)) } },
        context,
      )
      return document.id
    },
  }
}

/** Takes the job and lets its lease run out, as a process does that is killed while it works. */
async function killedRuns(count: number): Promise<void> {
  for (let attempt = 1; attempt <= count; attempt += 1) {
    await vi.waitFor(async () => {
      const claimed = await storage.as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: `killed ${attempt}`, leaseMs: 1, limit: 1 }))
      expect(claimed).toMatchObject([{ kind: 'ingest', attempt }])
    })
  }
}

async function untilEnded({ runner, document }: { runner: ReturnType<typeof createJobRunner>; document: () => Promise<{ status: string }> }): Promise<void> {
  runner.start()
  try {
    await vi.waitFor(async () => expect((await document()).status).toMatch(/failed|ready/), 8000)
  } finally {
    await runner.stop()
  }
}
