import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Message, routes } from '@coachkit/contract'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../adapters/storage/__fixtures__/test-database.js'
import { createCoachServer } from '../create-coach-server.js'
import { type FrameClient, openFrameClient } from '../realtime/__fixtures__/frame-client.js'
import { forkInstance, type InstanceOptions } from '../testing/__fixtures__/fork-instance.js'
import { clientOf, type TestClient, type Visitor } from '../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../testing/model-servers/index.js'

// Processes of their own on one database, with what only a process has: a clock, files, and an end.
const patience = { timeout: 30_000, interval: 50 }
const question = '¿Cuánto dura la primera sesión?'
const answerText = 'La primera sesión dura noventa minutos [1].'
let database: TestDatabase
let model: Awaited<ReturnType<typeof startOllamaServer>>
let dataDir: string
let key: string
let reply: string | string[] = answerText
const children: ChildProcess[] = []

beforeAll(async () => {
  ;[database, dataDir] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), 'coachkit-instances-'))]
  model = await startOllamaServer({ reply: () => reply, delayMs: 20 })
  const coach = createCoachServer({ database: database.url, dataDir, embedder: false, logger: { info() {}, warn() {}, error() {} } })
  await coach.start()
  const { id } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  key = (await coach.setup.createApiKey({ creatorId: id, name: 'test' })).key
  await coach.stop()
  const { client, child } = await start()
  await client.ingest(new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md'))
  child.kill('SIGKILL')
}, 120_000)
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  reply = answerText
})
afterAll(async () => {
  await model.close()
  await database.drop()
  await rm(dataDir, { recursive: true })
})

async function start(options?: InstanceOptions) {
  const { child, url } = await forkInstance(database.url, model.url, dataDir, options)
  children.push(child)
  return { child, url, client: clientOf({ url, key }) }
}
async function listen({ client, url }: { client: TestClient; url: string }, { token, conversationId }: Visitor): Promise<FrameClient> {
  const { ticket } = await client.call(routes.realtime.ticket, { token })
  const reader = await openFrameClient(`${url.replace('http', 'ws')}/v1/realtime/ws`)
  reader.send({ id: 1, connect: { token: ticket } }, { id: 2, subscribe: { channel: `conversation:${conversationId}` } })
  expect(await reader.reply(2)).toHaveProperty('subscribe')
  return reader
}
const told = ({ frames }: FrameClient) => frames.flatMap(({ push }) => (push?.pub?.offset === undefined ? [] : [push.pub.offset]))
const history = async (client: TestClient, { token, conversationId }: Visitor): Promise<Message[]> =>
  (await client.call(routes.messages.list, { token, params: { conversationId } })).items
const ask = (client: TestClient, { token, conversationId }: Visitor) =>
  client.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: crypto.randomUUID(), text: question } })
const ended = (client: TestClient, visitor: Visitor, count: number) =>
  vi.waitFor(async () => {
    const items = await history(client, visitor)
    expect(items.filter(({ status }) => status === 'completed')).toHaveLength(count)
    return items
  }, patience)

test('clocks that differ by twenty minutes: whoever connects where, all is in order and answered once', async () => {
  const [behind, ahead] = await Promise.all([start({ skewMs: -600_000 }), start({ skewMs: 600_000 })])
  const visitor = await behind.client.visitor()
  const readers = [await listen(behind, visitor), await listen(ahead, visitor)]
  for (const [at, { client }] of [behind, ahead, behind, ahead].entries()) {
    await ask(client, visitor)
    await ended(client, visitor, at + 1)
  }
  const items = await history(ahead.client, visitor)
  expect(items.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user', 'assistant', 'user', 'assistant'])
  expect(await history(behind.client, visitor)).toEqual(items)
  for (const reader of readers) {
    await vi.waitFor(() => expect(told(reader)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1)), patience)
    reader.socket.close()
  }
  // What came in between has times that do not go back, as all of them are the database's.
  const times = items.filter(({ role }) => role === 'user').map(({ createdAt }) => createdAt)
  expect(times).toEqual(times.toSorted())
  for (const time of times) expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(300_000)
}, 90_000)

test('an instance that stops in the middle of an answer without end hands it to another one, and tells its readers to come back', async () => {
  const first = await start({ withinMs: 3000 })
  const visitor = await first.client.visitor()
  const readers = await Promise.all(Array.from({ length: 15 }, () => listen(first, visitor)))
  reply = Array.from({ length: 100_000 }, () => 'nunca ')
  await ask(first.client, visitor)
  const hears = (of: FrameClient | undefined) => of?.frames.some(({ push }) => push?.pub?.data.type === 'message.delta')
  await vi.waitFor(() => expect(hears(readers[0])).toBe(true), patience)
  const second = await start()
  reply = answerText
  const exited = once(first.child, 'exit')
  first.child.kill('SIGTERM')
  for (const { closed } of readers) expect(await closed).toEqual({ code: 3001, reason: 'shutdown' })
  expect(await exited).toEqual([0, null])
  const items = await ended(second.client, visitor, 1)
  expect(items.map(({ status, text }) => [status, text])).toEqual([
    ['sent', question],
    ['completed', expect.stringContaining('noventa')],
  ])
  // The same reader, elsewhere, from where it was.
  const again = await listen(second, visitor)
  expect((await history(second.client, visitor)).at(-1)?.text).not.toContain('nunca')
  again.socket.close()
}, 90_000)

test('no more connections fit: those that are there are served, and all are once some left', async () => {
  const { url, client, child } = await start({ files: 90 })
  const visitor = await client.visitor()
  const port = Number(new URL(url).port)
  const crowd: Socket[] = []
  const crowdIn = async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    crowd.push(socket)
    await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  }
  for (let at = 0; at < 150; at += 1) await crowdIn()
  for (const socket of crowd) socket.destroy()
  await vi.waitFor(async () => expect(await client.call(routes.health.get)).toMatchObject({ status: 'healthy' }), patience)
  await ask(client, visitor)
  await ended(client, visitor, 1)
  expect(child.exitCode).toBeNull()
}, 60_000)
