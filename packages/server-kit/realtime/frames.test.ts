import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { hashToken } from '../features/auth/index.js'
import { memoryStorage } from '../testing/__fixtures__/memory-storage.js'
import type { Visitor } from '../testing/__fixtures__/test-server.js'
import { type AnsweringServer, startAnsweringServer } from './__fixtures__/answering-server.js'
import { type FrameClient, openFrameClient } from './__fixtures__/frame-client.js'

const storage = memoryStorage()
let server: AnsweringServer
let visitor: Visitor
const clients: FrameClient[] = []
beforeAll(async () => {
  server = await startAnsweringServer({ storage })
  visitor = await server.visitor()
})
afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.terminate()
})
afterAll(() => server.close())

const badRequest = { code: 3501, reason: 'bad request' }

it('a refused connection has no second try', async () => {
  const client = await open()
  client.send({ id: 1, connect: { token: 'ckt_one' } }, { id: 2, connect: { token: await server.ticket(visitor) } })
  expect(await client.closed).toEqual(badRequest)
  expect(client.frames).toEqual([expect.objectContaining({ id: 1, error: expect.objectContaining({ code: 109 }) })])
})

it('a ticket is worthless after a minute', async () => {
  const { creatorId } = server
  const principal = { kind: 'member', creatorId, memberId: creatorId, role: 'owner' } as const
  const put = (ticket: string, lifetimeMs: number) =>
    storage.as({ creatorId }, (tx) => tx.tickets.put({ ticketHash: hashToken(ticket), principal, lifetimeMs }))
  await put('ckt_old', -1000)
  await put('ckt_new', 60_000)
  const connectWith = async (token: string) => {
    const client = await open()
    client.send({ id: 1, connect: { token } })
    return client.reply(1)
  }
  expect((await connectWith('ckt_old')).error?.code).toBe(109)
  expect(await connectWith('ckt_new')).toHaveProperty('connect')
})

it('a binary frame is not understood, and the close says so', async () => {
  const client = await connected()
  client.socket.send(Buffer.from('{"id":2,"ping":{}}'), { binary: true })
  expect((await client.closed).code).toBe(1003)
})

it('an id below 1 and a good line before a bad one end the connection', async () => {
  for (const text of ['{"id":0,"connect":{}}', '{}\n{"id":1,']) {
    const client = await open()
    client.socket.send(text)
    expect(await client.closed).toEqual(badRequest)
  }
})

async function open(): Promise<FrameClient> {
  const client = await openFrameClient(server.socketUrl)
  clients.push(client)
  return client
}

async function connected(as = visitor): Promise<FrameClient> {
  const client = await open()
  client.send({ id: 1, connect: { token: await server.ticket(as) } })
  expect(await client.reply(1)).toHaveProperty('connect')
  return client
}
