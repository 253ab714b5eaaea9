import { routes } from '@coachkit/contract'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Visitor } from '../testing/__fixtures__/test-server.js'
import { startWire } from '../testing/__fixtures__/wire.js'
import { type AnsweringServer, startAnsweringServer } from './__fixtures__/answering-server.js'
import { startBareServer } from './__fixtures__/bare-server.js'
import { type FrameClient, openFrameClient } from './__fixtures__/frame-client.js'

// The whole storm is `npm run bench -- storm`: 10,000 at once.
const [visitors, tabs] = [25, 8]
const patience = { timeout: 30_000, interval: 20 }
let server: AnsweringServer
const closing: (() => unknown)[] = []

beforeAll(async () => {
  server = await startAnsweringServer()
}, 60_000)
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => server.close())

interface Reader {
  visitor: Visitor
  client: FrameClient
  position: { offset: number; epoch: string }
}

async function read(visitor: Visitor, from?: Reader['position']): Promise<Reader> {
  const token = await server.ticket(visitor)
  const client = await openFrameClient(server.socketUrl)
  closing.push(() => client.socket.terminate())
  const channel = `conversation:${visitor.conversationId}`
  client.send({ id: 1, connect: { token } }, { id: 2, subscribe: { channel, ...(from ? { recover: true, ...from } : {}) } })
  const { subscribe, error } = await client.reply(2)
  expect(error).toBeUndefined()
  if (from) expect(subscribe).toMatchObject({ recovered: true })
  return { visitor, client, position: { offset: subscribe?.offset ?? -1, epoch: subscribe?.epoch ?? '' } }
}
const told = ({ frames }: FrameClient) => [
  ...frames.flatMap(({ subscribe }) => subscribe?.publications?.map(({ offset }) => offset) ?? []),
  ...frames.flatMap(({ push }) => (push?.pub?.offset === undefined ? [] : [push.pub.offset])),
]

it('everybody is cut off at once and comes back at once: nobody is refused, and each has what was said meanwhile, once', async () => {
  const all = await Promise.all(Array.from({ length: visitors }, () => server.visitor()))
  const readers = await Promise.all(all.flatMap((visitor) => Array.from({ length: tabs }, () => read(visitor))))
  server.cutRealtime()
  await Promise.all(readers.map(({ client }) => client.closed))
  await Promise.all(all.map((visitor) => server.ask(visitor)))
  await vi.waitFor(async () => {
    const [last] = (
      await server.call(routes.messages.list, { token: all.at(-1)?.token ?? '', params: { conversationId: all.at(-1)?.conversationId ?? '' } })
    ).items.slice(-1)
    expect(last?.status).toBe('completed')
  }, patience)
  const back = await Promise.all(readers.map(({ visitor, position }) => read(visitor, position)))
  for (const { client } of back) await vi.waitFor(() => expect(told(client)).toEqual([1, 2, 3]), patience)
  expect(await server.call(routes.health.get)).toMatchObject({ status: 'healthy' })
}, 120_000)

it('a reader behind a cable that was pulled is let go, and has what it missed when it comes another way', async () => {
  const bare = await startBareServer({ heartbeat: { pingMs: 100, pongMs: 100 } })
  const { port } = new URL(bare.socketUrl)
  const wire = await startWire({ port: Number(port) })
  closing.push(bare.close, wire.close)
  const far = await openFrameClient(`ws://127.0.0.1:${wire.port}`)
  far.send({ id: 1, connect: { token: 't' } }, { id: 2, subscribe: { channel: 'conversation:c1' } })
  await far.reply(2)
  far.socket.on('message', (data) => String(data) === '{}' && far.send({}))
  bare.ring(bare.store('1'))
  await vi.waitFor(() => expect(told(far)).toEqual([1]))
  wire.swallow()
  bare.ring(bare.store('2'))
  // Nobody has hung up: that it is gone shows in its silence alone.
  await vi.waitFor(() => expect(bare.realtime.connectionCount()).toBe(0), patience)
  expect(far.socket.readyState).toBe(far.socket.OPEN)
  wire.mend()
  const again = await bare.open()
  again.send({ id: 1, connect: { token: 't' } }, { id: 2, subscribe: { channel: 'conversation:c1', recover: true, offset: 1, epoch: 'e' } })
  expect((await again.reply(2)).subscribe).toMatchObject({ recovered: true, publications: [{ offset: 2 }] })
  far.socket.terminate()
})
