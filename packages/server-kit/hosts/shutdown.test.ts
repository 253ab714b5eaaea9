import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../adapters/storage/__fixtures__/test-database.js'
import { createCoachServer } from '../create-coach-server.js'
import { openFrameClient } from '../realtime/__fixtures__/frame-client.js'
import { forkInstance } from '../testing/__fixtures__/fork-instance.js'
import { clientOf } from '../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../testing/model-servers/index.js'

const words = Array.from({ length: 60 }, (_, index) => `palabra${index}`).join(' ')
let database: TestDatabase
let model: Awaited<ReturnType<typeof startOllamaServer>>
let dataDir: string
let key: string
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'coachkit-shutdown-'))
  model = await startOllamaServer({ reply: () => `${words} [1].`, delayMs: 30 })
  const coach = createCoachServer({ database: database.url, dataDir, embedder: false, logger: { info() {}, warn() {}, error() {} } })
  await coach.start()
  const { id } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  key = (await coach.setup.createApiKey({ creatorId: id, name: 'test' })).key
  await coach.stop()
}, 120_000)
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await model.close()
  await database.drop()
  await rm(dataDir, { recursive: true })
})

async function start() {
  const { child, url } = await forkInstance(database.url, model.url, dataDir)
  children.push(child)
  return { child, url, client: clientOf({ url, key }) }
}

test('SIGTERM under load: health says so, sockets are told to come back, the answer being written ends, and nothing acknowledged is lost', async () => {
  const first = await start()
  const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'
  await first.client.ingest(new File([guide], 'guia.md', { type: 'text/markdown' }))
  const visitor = await first.client.visitor()
  const params = { conversationId: visitor.conversationId }
  const sockets = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const { ticket } = await first.client.call(routes.realtime.ticket, { token: visitor.token })
      const client = await openFrameClient(`${first.url.replace('http', 'ws')}/v1/realtime/ws`)
      client.send({ id: 1, connect: { token: ticket } }, { id: 2, subscribe: { channel: `conversation:${visitor.conversationId}` } })
      await client.reply(2)
      return client
    }),
  )
  await first.client.call(routes.messages.send, { params, token: visitor.token, body: { clientMessageId: 'first', text: '¿Cómo preparo la primera sesión?' } })
  await vi.waitFor(() => expect(sockets[0]?.frames.some(({ push }) => push?.pub?.data.type === 'message.delta')).toBe(true), { timeout: 20_000 })

  // Somebody goes on writing until nobody answers any more.
  const acknowledged: string[] = []
  const other = await first.client.visitor()
  const goOn = async () => {
    for (let at = 0; ; at += 1) {
      const body = { clientMessageId: `more-${at}`, text: 'Hola' }
      await first.client.call(routes.messages.send, { params: { conversationId: other.conversationId }, token: other.token, body })
      acknowledged.push(body.clientMessageId)
    }
  }
  const writing = goOn().catch(() => undefined)
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(2), { timeout: 20_000 })
  const exited = once(first.child, 'exit')
  first.child.kill('SIGTERM')
  // Both may fire: as when a terminal and an orchestrator stop it.
  first.child.kill('SIGINT')
  await vi.waitFor(async () => expect((await first.client.request('/v1/health')).status).toBe(503), { timeout: 10_000, interval: 10 })
  for (const { closed } of sockets) expect(await closed).toEqual({ code: 3001, reason: 'shutdown' })
  expect(await exited).toEqual([0, null])
  await writing

  const second = await start()
  const history = (conversationId: string, token: string) =>
    second.client.call(routes.messages.list, { params: { conversationId }, query: { limit: 100 }, token })
  // It was given the time it needed: no other instance has to write it again.
  expect((await history(visitor.conversationId, visitor.token)).items).toMatchObject([
    { clientMessageId: 'first' },
    { status: 'completed', text: expect.stringContaining('palabra59') },
  ])
  const stored: (string | undefined)[] = []
  let cursor: string | undefined
  do {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) }
    const page = await second.client.call(routes.messages.list, { params: { conversationId: other.conversationId }, query, token: other.token })
    stored.push(...page.items.map(({ clientMessageId }) => clientMessageId))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  expect(stored).toEqual(expect.arrayContaining(acknowledged))
  const stopping = once(second.child, 'exit')
  second.child.kill('SIGINT')
  expect(await stopping).toEqual([0, null])
}, 90_000)
