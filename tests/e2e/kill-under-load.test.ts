import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Message } from '@coachkit/contract'
import { CoachClientError, type ConversationHandle, createCoachClient } from '@coachkit/sdk'
import { afterEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../packages/server-kit/adapters/storage/__fixtures__/test-database.js'
import { startOllamaServer } from '../../packages/server-kit/testing/model-servers/index.js'
import { quickstart } from './quickstart-process.js'

/** How often the server is killed. The whole run: `COACHKIT_KILLS=200`. */
const rounds = Number(process.env.COACHKIT_KILLS ?? 3)
/** The moments of the kills; the same at every run. */
const random = randomFrom(7)
const patience = { timeout: 120_000, interval: 100 }
const writers = 6
/** At most, a writer's between two kills. */
const mostMessages = 4
const answer = 'Reserva media hora el día anterior y escribe una frase sobre lo que quieres que cambie [1].'
const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'
const question = '¿Cómo preparo la primera sesión?'

type Client = ReturnType<typeof createCoachClient>
type Acknowledgement = { conversationId: string; clientMessageId: string; messageId: string }
/** One that sends each message again until it is acknowledged, and writes that down where a power cut would not take it away. */
interface Writer {
  client: Client
  conversationId: string
  sent: number
  acknowledged: number
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

test('embedded: killed at random moments under load, nothing acknowledged is missing, nothing is there twice', () => killAtRandom(), 7_200_000)

test('PostgreSQL: killed at random moments under load, nothing acknowledged is missing, nothing is there twice', async () => {
  const database = await createTestDatabase()
  closing.push(database.drop)
  await killAtRandom(database.url)
}, 7_200_000)

async function killAtRandom(database?: string): Promise<void> {
  const model = await startOllamaServer({ models: ['slow'], reply: () => answer, delayMs: 20 })
  closing.push(model.close)
  const env = { OLLAMA_URL: model.url, ...(database === undefined ? {} : { COACHKIT_TEST_DATABASE: database }) }
  const app = await quickstart({ script: 'tests/e2e/answering-server.ts', env })
  closing.push(app.remove)
  const baseUrl = `${app.url}/coach`
  const member = createCoachClient({ baseUrl, token: app.key() })
  const { document } = await member.knowledge.upload(new File([guide], 'guia.md'))
  await expect.poll(async () => (await member.knowledge.status({ params: { documentId: document.id } })).status, { timeout: 30_000 }).toBe('ready')
  const log = openLog()
  const group = await Promise.all(Array.from({ length: writers }, () => openWriter(baseUrl)))
  const follower = await openFollower(baseUrl)

  let killedWhileStarting = 0
  for (let round = 0; round < rounds; round += 1) {
    const life = new AbortController()
    const writing = group.map((writer) => write(writer, log, life.signal))
    follower.handle.send({ text: `${question} (${round})` })
    await wait(random() * 1500)
    await app.kill()
    life.abort()
    await Promise.all(writing)
    // One in eight is killed again before it answers anything.
    while (random() < 0.125) {
      const starting = app.start().catch(() => undefined)
      await wait(random() * 1000)
      await app.kill()
      await starting
      killedWhileStarting += 1
    }
    await app.start()
  }
  // What no answer came for is sent once more.
  for (const writer of group) if (writer.sent > writer.acknowledged) await send(writer, log, new AbortController().signal)

  let [questions, completed, interrupted] = [0, 0, 0]
  const acknowledged = log.read()
  for (const { client, conversationId, sent } of group) {
    const messages = await endedHistory(client, conversationId)
    const own = acknowledged.filter((each) => each.conversationId === conversationId)
    const asked = messages.filter(({ role }) => role === 'user')
    expect(asked.map(({ id, clientMessageId }) => [id, clientMessageId])).toEqual(own.map((each) => [each.messageId, each.clientMessageId]))
    expect(own).toHaveLength(sent)
    for (const { id } of asked) expect(messages.filter(({ replyTo }) => replyTo === id)).toHaveLength(1)
    const offsets = messages.map(({ offset }) => offset)
    expect(offsets).toEqual([...new Set(offsets)].sort((one, other) => one - other))
    questions += asked.length
    completed += messages.filter(({ status, text }) => status === 'completed' && text.startsWith('Reserva')).length
    interrupted += messages.filter(({ status }) => status === 'interrupted').length
  }
  expect(completed + interrupted).toBe(questions)

  // Whoever looked on all the while has seen what there is, in order, each once.
  const { handle, client } = follower
  await expect.poll(() => handle.getSnapshot().messages.filter(({ role, offset }) => role === 'user' && offset !== undefined).length, patience).toBe(rounds)
  const stored = await endedHistory(client, handle.getSnapshot().conversationId ?? '')
  expect(stored.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual(Array.from({ length: rounds }, (_, round) => `${question} (${round})`))
  const seen = ({ id, role, status, text }: Pick<Message, 'id' | 'role' | 'text'> & { status: string }) => [id, role, status, text]
  await expect.poll(() => handle.getSnapshot().messages.map(seen), patience).toEqual(stored.map(seen))
  const where = database === undefined ? 'embedded' : 'PostgreSQL'
  const kills = rounds + killedWhileStarting
  console.log(
    JSON.stringify({ where, kills, killedWhileStarting, acknowledged: acknowledged.length, questions, completed, interrupted, followed: stored.length }),
  )
}

/** Each message until it is acknowledged, as many as one may send, or until the server is gone. */
async function write(writer: Writer, log: Log, signal: AbortSignal): Promise<void> {
  if (writer.sent > writer.acknowledged) await send(writer, log, signal)
  for (let at = 0; at < mostMessages && !signal.aborted; at += 1) {
    writer.sent += 1
    await send(writer, log, signal)
  }
}

async function send(writer: Writer, log: Log, signal: AbortSignal): Promise<void> {
  const { client, conversationId } = writer
  const clientMessageId = `m-${writer.sent}`
  while (!signal.aborted) {
    try {
      const { message } = await client.messages.send({ params: { conversationId }, body: { clientMessageId, text: `${question} (${writer.sent})` } })
      writer.acknowledged += 1
      return log.add({ conversationId, clientMessageId, messageId: message.id })
    } catch (error) {
      if (!(error instanceof CoachClientError && error.retryable)) throw error
    }
  }
}

async function openWriter(baseUrl: string): Promise<Writer> {
  const client = createCoachClient({ baseUrl, creator: 'ana' })
  return { client, conversationId: (await client.conversations.create({})).id, sent: 0, acknowledged: 0 }
}

async function openFollower(baseUrl: string): Promise<{ client: Client; handle: ConversationHandle }> {
  const client = createCoachClient({ baseUrl, creator: 'ana' })
  const handle = client.conversation((await client.conversations.create({})).id)
  closing.push(async () => handle.close())
  await handle.open()
  return { client, handle }
}

/** The whole conversation, once every answer in it has ended. */
async function endedHistory(client: Client, conversationId: string): Promise<Message[]> {
  const pending = async () => (await history(client, conversationId)).filter(({ status }) => status === 'pending').length
  await expect.poll(pending, { timeout: 300_000, interval: 500 }).toBe(0)
  return history(client, conversationId)
}

async function history(client: Client, conversationId: string): Promise<Message[]> {
  const found: Message[] = []
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await client.messages.list({ params: { conversationId }, query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } })
    found.unshift(...page.items)
    cursor = page.nextCursor
  }
  return found
}

type Log = ReturnType<typeof openLog>
function openLog() {
  const path = join(tmpdir(), `coachkit-acknowledged-${process.pid}-${Date.now()}`)
  const file = openSync(path, 'a')
  closing.push(async () => {
    closeSync(file)
    await rm(path)
  })
  return {
    add(acknowledged: Acknowledgement): void {
      writeSync(file, `${JSON.stringify(acknowledged)}\n`)
      fsyncSync(file)
    },
    read: () =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Acknowledgement),
  }
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
