import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createStorage } from '../../adapters/storage/create-storage.js'
import { createPgliteEngine } from '../../adapters/storage/pglite/engine.js'
import { startWorker } from '../../adapters/storage/pglite/worker-client.js'
import type { Embedder } from '../../ports/index.js'
import { snapshotVariable } from '../../testing/__fixtures__/migrated-snapshot.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const embedder: Embedder = { id: 'test:two', maxBatch: 8, embed: async (texts) => texts.map(() => Float32Array.of(1, 0)) }
const engine = createPgliteEngine(() => startWorker({ folder: 'memory://', snapshot: process.env[snapshotVariable] }))
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ storage: createStorage(engine), embedder })
}, 60_000)
afterAll(() => server.close())

it('the operator sees that an index of vectors is lost, and visitors nothing of it', async () => {
  const health = () => server.call(routes.health.get)
  expect(await health()).toMatchObject({ status: 'healthy', vectorIndex: { status: 'up' } })
  await server.ingest(new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md'))
  await engine.statement(`insert into coach.vector_indexes (creator_id, embedder_id, dimensions, index_name) values ($1, 'test:two', 2, 'vectors_gone')`, [
    server.creatorId,
  ])
  expect(await health()).toMatchObject({ status: 'degraded', vectorIndex: { status: 'down', reason: expect.stringContaining('built again') } })
  const { token, conversationId } = await server.visitor()
  const body = { clientMessageId: 'a', text: '¿Cuánto dura la primera sesión?' }
  expect(await server.call(routes.messages.send, { token, params: { conversationId }, body })).toMatchObject({ message: { status: 'sent' } })
  const found = await server.call(routes.knowledge.search, { token: server.key, query: { q: '¿Cuánto dura la primera sesión?' } })
  expect(found).toMatchObject({ answerable: true, items: [{ text: expect.stringContaining('noventa minutos') }] })
})
