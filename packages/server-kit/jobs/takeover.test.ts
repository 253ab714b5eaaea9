import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { extractive } from '../adapters/language-model/extractive/index.js'
import { jsonLogger } from '../adapters/logger/index.js'
import { createTestDatabase, type TestDatabase } from '../adapters/storage/__fixtures__/test-database.js'
import { createCoachServer } from '../create-coach-server.js'
import { forkInstance } from '../testing/__fixtures__/fork-instance.js'
import { clientOf, type TestClient, type Visitor } from '../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../testing/model-servers/index.js'
import type { ModelServer } from '../testing/model-servers/local-server.js'

/** A process that runs the coach, with a model server of its own, so that it is seen who writes an answer. */
interface Instance {
  child: ChildProcess
  client: TestClient
  model: ModelServer
}

const guide = new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md')
const answerText = 'La primera sesión dura noventa minutos [1].'
const endless = () => Array.from({ length: 100_000 }, () => 'nunca ')
let database: TestDatabase
let dataDir: string
let key: string
let reply: () => string | string[]
const instances: Instance[] = []

beforeAll(async () => {
  ;[database, dataDir] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), 'coachkit-takeover-'))]
  const coach = createCoachServer({ database: database.url, dataDir, embedder: false, languageModel: extractive(), logger: jsonLogger({ level: 'silent' }) })
  await coach.start()
  const { id } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  key = (await coach.setup.createApiKey({ creatorId: id, name: 'test' })).key
  await coach.stop()
  reply = () => answerText
  instances.push(...(await Promise.all([startInstance(), startInstance()])))
  await instances[0]?.client.ingest(guide)
}, 120_000)
afterAll(async () => {
  for (const { child, model } of instances) {
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await model.close()
  }
  await database.drop()
  await rm(dataDir, { recursive: true })
})

async function startInstance(): Promise<Instance> {
  const model = await startOllamaServer({ reply: () => reply(), delayMs: 20 })
  const { child, url } = await forkInstance(database.url, model.url, dataDir)
  return { child, model, client: clientOf({ url, key }) }
}

const chats = ({ model }: Instance) => model.requests.filter(({ path }) => path === '/api/chat').length
/** Asks, and waits until a model began to write: which instance's it is, and the others. */
async function ask(visitor: Visitor): Promise<{ writer: Instance; other: Instance }> {
  const before = instances.map(chats)
  const [one, two] = instances as [Instance, Instance]
  const params = { conversationId: visitor.conversationId }
  await one.client.call(routes.messages.send, {
    token: visitor.token,
    params,
    body: { clientMessageId: crypto.randomUUID(), text: '¿Cuánto dura la primera sesión?' },
  })
  const at = await vi.waitFor(
    () => {
      const found = instances.findIndex((instance, index) => chats(instance) > (before[index] ?? 0))
      expect(found).toBeGreaterThanOrEqual(0)
      return found
    },
    { timeout: 20_000, interval: 20 },
  )
  return at === 0 ? { writer: one, other: two } : { writer: two, other: one }
}
const history = async ({ client }: Instance, { token, conversationId }: Visitor): Promise<Message[]> =>
  (await client.call(routes.messages.list, { token, params: { conversationId } })).items
const ended = (instance: Instance, visitor: Visitor) =>
  vi.waitFor(
    async () => {
      const items = await history(instance, visitor)
      expect(items.map(({ status }) => status)).not.toContain('pending')
      return items
    },
    { timeout: 30_000, interval: 100 },
  )

test('stopping reaches the instance that writes, whichever is asked to', async () => {
  reply = endless
  const visitor = await (instances[0] as Instance).client.visitor()
  const { writer, other } = await ask(visitor)
  const answer = (await history(other, visitor)).at(-1)
  const params = { conversationId: visitor.conversationId, messageId: answer?.id ?? '' }
  expect(await other.client.call(routes.messages.stop, { token: visitor.token, params })).toMatchObject({ status: 'stopped' })
  await vi.waitFor(() => expect(writer.model.abortedCount()).toBe(1), { timeout: 10_000 })
  // What the model took is known, though another instance ended it.
  const usage = () => other.client.call(routes.usage.conversation, { token: key, params: { conversationId: visitor.conversationId } })
  await vi.waitFor(async () => expect((await usage()).calls).toMatchObject([{ estimated: true }]), { timeout: 10_000 })
  expect((await history(other, visitor)).map(({ status }) => status)).toEqual(['sent', 'stopped'])
})

test('an instance that freezes in the middle of an answer loses it to the other, and changes nothing when it wakes up', async () => {
  reply = endless
  const visitor = await (instances[0] as Instance).client.visitor()
  const { writer, other } = await ask(visitor)
  reply = () => answerText
  writer.child.kill('SIGSTOP')
  const items = await ended(other, visitor)
  expect(items.map(({ status, text }) => [status, text])).toEqual([
    ['sent', '¿Cuánto dura la primera sesión?'],
    ['completed', expect.stringContaining('noventa minutos')],
  ])
  const before = writer.model.abortedCount()
  writer.child.kill('SIGCONT')
  await vi.waitFor(() => expect(writer.model.abortedCount()).toBe(before + 1), { timeout: 10_000 })
  expect(await history(writer, visitor)).toEqual(items)
}, 60_000)

test('an instance that is killed in the middle of an answer is taken over by the other: one answer, complete', async () => {
  reply = endless
  const visitor = await (instances[0] as Instance).client.visitor()
  const { writer, other } = await ask(visitor)
  reply = () => answerText
  writer.child.kill('SIGKILL')
  const items = await ended(other, visitor)
  expect(items.map(({ status, text }) => [status, text])).toEqual([
    ['sent', '¿Cuánto dura la primera sesión?'],
    ['completed', expect.stringContaining('noventa minutos')],
  ])
  expect(items.at(-1)?.text).not.toContain('nunca')
}, 60_000)
