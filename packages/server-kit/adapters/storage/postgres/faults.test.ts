import { setTimeout as wait } from 'node:timers/promises'
import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { expectRefusal } from '../../../testing/__fixtures__/expect-refusal.js'
import { type OwnPostgres, startOwnPostgres } from '../../../testing/__fixtures__/own-postgres.js'
import { startTestServer, type TestServer, type Visitor } from '../../../testing/__fixtures__/test-server.js'
import { startWire, type Wire } from '../../../testing/__fixtures__/wire.js'
import { postgresBus } from '../../bus/postgres/index.js'
import { postgres } from './index.js'

// A server that runs on, with its questions and answers, whatever becomes of its database.
const patience = { timeout: 30_000, interval: 50 }
const silentMs = 1500
/** Of somebody who writes: the load, and nothing that a test waits for. */
const paceMs = 40
let database: OwnPostgres
let wire: Wire
let server: TestServer
let visitor: Visitor
let asked = 0

beforeAll(async () => {
  database = await startOwnPostgres()
  const place = new URL(database.url)
  wire = await startWire({ port: Number(place.port) })
  place.port = String(wire.port)
  server = await startTestServer({
    storage: postgres({ url: place.href, poolSize: 4, silentMs, stuckMs: 1000 }),
    bus: postgresBus({ url: place.href, probeMs: 300 }),
    jobs: { leaseMs: 2000 },
  })
  await server.ingest(new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md'))
  visitor = await server.visitor()
}, 120_000)
afterAll(async () => {
  database.thaw()
  await server.close()
  await wire.close()
  await database.remove()
}, 60_000)

const health = async () => (await server.call(routes.health.get)).database.status
const send = (id: string) =>
  server.request(`/v1/conversations/${visitor.conversationId}/messages`, {
    method: 'POST',
    token: visitor.token,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientMessageId: id, text: '¿Cuánto dura la primera sesión?' }),
  })
async function history(): Promise<Message[]> {
  const { token, conversationId } = visitor
  const found: Message[] = []
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) }
    const page = await server.call(routes.messages.list, { token, params: { conversationId }, query })
    found.unshift(...page.items)
    cursor = page.nextCursor
  }
  return found
}
/** Goes on asking until it is taken; whatever it is refused with meanwhile says that it will pass. */
async function sendUntilTaken(id: string): Promise<void> {
  await vi.waitFor(async () => {
    const response = await send(id)
    if (response.status !== 201) await expectRefusal(response, 'SYS_001')
    expect(response.status).toBe(201)
  }, patience)
}
/** Each question that was acknowledged is there once, and answered once. */
async function expectWhole(acknowledged: string[]): Promise<void> {
  const messages = await vi.waitFor(async () => {
    const all = await history()
    expect(all.filter(({ status }) => status === 'pending')).toEqual([])
    return all
  }, patience)
  const questions = messages.filter(({ role }) => role === 'user')
  const ids = questions.map(({ clientMessageId }) => clientMessageId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(acknowledged))
  for (const { id } of questions) expect(messages.filter(({ replyTo }) => replyTo === id)).toMatchObject([{ status: 'completed' }])
}
/** Somebody who writes all the while, each message until it is taken. */
function keepWriting() {
  const acknowledged: string[] = []
  let [going, refusals] = [true, 0]
  const writing = (async () => {
    while (going) {
      const id = `w-${++asked}`
      let response = await send(id)
      while (response.status !== 201) {
        await expectRefusal(response, 'SYS_001')
        refusals += 1
        await wait(paceMs)
        response = await send(id)
      }
      acknowledged.push(id)
      await wait(paceMs)
    }
  })()
  return {
    acknowledged,
    refusals: () => refusals,
    async end() {
      going = false
      await writing
      return acknowledged
    },
  }
}

test('it is stopped at once and started again: refused meanwhile in words, then all goes on by itself', async () => {
  const writer = keepWriting()
  await vi.waitFor(() => expect(writer.acknowledged.length).toBeGreaterThan(3), patience)
  database.stop()
  await vi.waitFor(() => expect(writer.refusals()).toBeGreaterThan(2), patience)
  expect(await health()).toBe('down')
  const refused = await server.request(`/v1/conversations/${visitor.conversationId}/messages`, { token: visitor.token })
  expect(refused.headers.get('retry-after')).toBe('2')
  await expectRefusal(refused, 'SYS_001')
  database.start()
  const before = writer.acknowledged.length
  await vi.waitFor(() => expect(writer.acknowledged.length).toBeGreaterThan(before + 3), patience)
  expect(await health()).toBe('up')
  await expectWhole(await writer.end())
}, 90_000)

test('it freezes and thaws: nobody waits without end, and what was acknowledged is there once', async () => {
  const writer = keepWriting()
  await vi.waitFor(() => expect(writer.acknowledged.length).toBeGreaterThan(3), patience)
  database.freeze()
  await vi.waitFor(() => expect(writer.refusals()).toBeGreaterThan(1), patience)
  expect(await health()).toBe('down')
  const read = await server.request(`/v1/conversations/${visitor.conversationId}/messages`, { token: visitor.token })
  await expectRefusal(read, 'SYS_001')
  database.thaw()
  const before = writer.acknowledged.length
  await vi.waitFor(() => expect(writer.acknowledged.length).toBeGreaterThan(before + 3), patience)
  expect(await health()).toBe('up')
  await expectWhole(await writer.end())
}, 90_000)

test('the cable is pulled: the connections are given up, and new ones take their place', async () => {
  await sendUntilTaken(`c-${++asked}`)
  const [own, before] = [`c-${++asked}`, wire.made()]
  wire.swallow()
  await expectRefusal(await send(own), 'SYS_001')
  expect(await health()).toBe('down')
  wire.mend()
  await sendUntilTaken(own)
  // The pool's and the bus's, which come anew; none beside them.
  expect(wire.made() - before).toBeLessThanOrEqual(30)
  await expectWhole([own])
}, 90_000)

test('the acknowledgement is lost on its way: the same message again is stored once', async () => {
  const own = `a-${++asked}`
  wire.swallowAnswers()
  await expectRefusal(await send(own), 'SYS_001')
  wire.mend()
  await sendUntilTaken(own)
  await expectWhole([own])
}, 90_000)

test('all connections are held: who waits in vain is told so, and the pool does not grow', async () => {
  const storage = postgres({ url: database.url, poolSize: 2, stuckMs: 200 })
  let end = (): void => undefined
  const held = new Promise<void>((resolve) => {
    end = resolve
  })
  const holders = [1, 2].map(() => storage.as({ system: 'jobs' }, () => held))
  const waiting = Array.from({ length: 20 }, () => storage.as({ system: 'jobs' }, (tx) => tx.jobs.depth()))
  expect(storage.pool?.()).toEqual({ size: 2, used: 2, waiting: 20 })
  for (const each of await Promise.allSettled(waiting)) {
    expect(each).toMatchObject({ status: 'rejected', reason: { name: 'AdapterError', code: 'busy', retryable: true } })
  }
  end()
  await Promise.all(holders)
  expect(storage.pool?.()).toEqual({ size: 2, used: 0, waiting: 0 })
  expect(await storage.as({ system: 'jobs' }, (tx) => tx.jobs.depth())).toMatchObject({ dead: 0 })
  await storage.close()
})
