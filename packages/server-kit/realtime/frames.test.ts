import { maxFrameBytes } from '@coachkit/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
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

describe('before connect', () => {
  it.each([
    ['text that is not JSON', 'hello'],
    ['half of a command', '{"id":1,"connect":'],
    ['a list', '[{"id":1,"connect":{}}]'],
    ['a number', '7'],
    ['null', 'null'],
    ['an object of unknown fields', '{"type":"zzz"}'],
    ['a command without an id', '{"connect":{}}'],
    ['an id that is no number', '{"id":"1","connect":{}}'],
    ['an id below 1', '{"id":0,"connect":{}}'],
    ['a field of the wrong type', '{"id":1,"connect":{"token":7}}'],
    ['a good line and a bad one', '{}\n{"id":1,'],
    ['an unknown command', '{"id":1,"teleport":{}}'],
    ['a subscribe', '{"id":1,"subscribe":{"channel":"conversation:x"}}'],
    ['an rpc', '{"id":1,"rpc":{"method":"health.get","data":{}}}'],
  ])('%s ends the connection', async (_, text) => {
    const client = await open()
    client.socket.send(text)
    expect(await client.closed).toEqual(badRequest)
  })

  it('a connect without a ticket is turned away for good', async () => {
    const client = await open()
    client.send({ id: 1, connect: {} })
    expect(await client.closed).toEqual({ code: 3500, reason: 'invalid token' })
  })

  it('a ticket that nobody was given asks for another one', async () => {
    const client = await open()
    client.send({ id: 1, connect: { token: 'ckt_never-given' } })
    expect(await client.reply(1)).toEqual({ id: 1, error: { code: 109, message: 'token expired', temporary: false } })
  })

  it('a ticket opens one connection', async () => {
    const token = await server.ticket(visitor)
    const [first, second] = [await open(), await open()]
    first.send({ id: 1, connect: { token } })
    expect(await first.reply(1)).toHaveProperty('connect')
    second.send({ id: 1, connect: { token } })
    expect((await second.reply(1)).error?.code).toBe(109)
  })

  it('a refused connection has no second try', async () => {
    const client = await open()
    client.send({ id: 1, connect: { token: 'ckt_one' } }, { id: 2, connect: { token: await server.ticket(visitor) } })
    expect(await client.closed).toEqual(badRequest)
    expect(client.frames).toEqual([expect.objectContaining({ id: 1, error: expect.objectContaining({ code: 109 }) })])
  })
})

it('a ticket is worthless after a minute', async () => {
  const { creatorId } = server
  const principal = { kind: 'member', creatorId, memberId: creatorId, role: 'owner' } as const
  const put = (ticket: string, expiresAt: Date) => storage.as({ creatorId }, (tx) => tx.tickets.put({ ticketHash: hashToken(ticket), principal, expiresAt }))
  await put('ckt_old', new Date(Date.now() - 1000))
  await put('ckt_new', new Date(Date.now() + 60_000))
  const connectWith = async (token: string) => {
    const client = await open()
    client.send({ id: 1, connect: { token } })
    return client.reply(1)
  }
  expect((await connectWith('ckt_old')).error?.code).toBe(109)
  expect(await connectWith('ckt_new')).toHaveProperty('connect')
})

describe('once connected', () => {
  it('the frames sent together with the handshake are not lost', async () => {
    const token = await server.ticket(visitor)
    const client = await open()
    client.send({ id: 1, connect: { token } }, { id: 2, subscribe: { channel: channelOf(visitor) } }, { id: 3, ping: {} })
    expect((await client.reply(1)).connect).toMatchObject({ ping: 25, pong: true })
    expect((await client.reply(2)).subscribe).toMatchObject({ offset: 0, recoverable: true })
    expect(await client.reply(3)).toEqual({ id: 3, ping: {} })
    expect(client.frames.map(({ id }) => id)).toEqual([1, 2, 3])
  })

  it('an unknown command is answered, and the next one too', async () => {
    const client = await connected()
    client.send({ id: 2, teleport: {} }, { id: 3, ping: {} })
    expect((await client.reply(2)).error).toEqual({ code: 104, message: 'method not found', temporary: false })
    expect(await client.reply(3)).toEqual({ id: 3, ping: {} })
  })

  it('keys that name the prototype change nothing', async () => {
    const client = await connected()
    client.socket.send('{"id":2,"__proto__":{"admin":true},"rpc":{"method":"__proto__.constructor","data":{"__proto__":{"params":{}}}}}')
    expect((await client.reply(2)).error).toMatchObject({ code: 404, message: 'RESOURCE_001' })
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('a second connect ends the connection', async () => {
    const client = await connected()
    client.send({ id: 2, connect: { token: await server.ticket(visitor) } })
    expect(await client.closed).toEqual(badRequest)
  })

  it('a binary frame is not understood, and the close says so', async () => {
    const client = await connected()
    client.socket.send(Buffer.from('{"id":2,"ping":{}}'), { binary: true })
    expect((await client.closed).code).toBe(1003)
  })

  it('the largest frame is taken, one byte more is not', async () => {
    const client = await connected()
    const empty = JSON.stringify({ id: 2, rpc: { method: 'health.get', data: { padding: '' } } })
    const padding = 'x'.repeat(maxFrameBytes - empty.length)
    client.send({ id: 2, rpc: { method: 'health.get', data: { padding } } })
    expect(await client.reply(2)).toHaveProperty('rpc')
    client.send({ id: 3, rpc: { method: 'health.get', data: { padding: `${padding}x` } } })
    expect((await client.closed).code).toBe(1009)
  })

  it('a command more than the burst is refused for the moment, none is run twice', async () => {
    const client = await connected()
    client.send(...Array.from({ length: 60 }, (_, at) => ({ id: at + 2, ping: {} })))
    const replies = await Promise.all(Array.from({ length: 60 }, (_, at) => client.reply(at + 2)))
    const refused = replies.filter(({ error }) => error)
    expect(refused.length).toBeGreaterThan(10)
    expect(refused.length).toBeLessThan(30)
    expect(new Set(refused.map(({ error }) => JSON.stringify(error)))).toEqual(new Set(['{"code":111,"message":"too many requests","temporary":true}']))
    expect(client.frames.filter(({ id }) => id !== undefined)).toHaveLength(61)
  })

  it('someone else’s conversation, another creator and nonsense are refused alike', async () => {
    const other = await server.visitor()
    const client = await connected()
    const channels = [channelOf(other), 'conversation:', 'conversation:1', `creator:${server.creatorId}`, 'session:1', 'x', `${channelOf(visitor)}:more`]
    client.send(...channels.map((channel, at) => ({ id: at + 2, subscribe: { channel } })))
    for (const at of channels.keys())
      expect((await client.reply(at + 2)).error, channels[at]).toEqual({ code: 103, message: 'permission denied', temporary: false })
    client.send({ id: 20, history: { channel: channelOf(other), limit: 10 } })
    expect((await client.reply(20)).error?.code).toBe(103)
    client.send({ id: 21, rpc: { method: 'messages.list', data: { params: { conversationId: other.conversationId } } } })
    expect((await client.reply(21)).error).toMatchObject({ code: 404, message: 'RESOURCE_001' })
  })

  it('a channel is subscribed once, and again after it was left', async () => {
    const client = await connected()
    const channel = channelOf(visitor)
    client.send({ id: 2, subscribe: { channel } }, { id: 3, subscribe: { channel } }, { id: 4, unsubscribe: { channel } }, { id: 5, subscribe: { channel } })
    expect(await client.reply(2)).toHaveProperty('subscribe')
    expect((await client.reply(3)).error?.code).toBe(105)
    expect(await client.reply(4)).toEqual({ id: 4, unsubscribe: {} })
    expect(await client.reply(5)).toHaveProperty('subscribe')
  })
})

describe('a conversation’s log', () => {
  it('is recovered from where the reader was, and read in pages', async () => {
    const reader = await server.visitor()
    const channel = channelOf(reader)
    const client = await connected(reader)
    client.send({ id: 2, subscribe: { channel } })
    const { epoch = '' } = (await client.reply(2)).subscribe ?? {}
    await server.ask(reader)
    await vi.waitFor(() => expect(client.frames.at(-1)?.push?.pub?.data.type).toBe('message.completed'))

    const again = await connected(reader)
    again.send({ id: 2, subscribe: { channel, recover: true, offset: 1, epoch } })
    const { subscribe } = await again.reply(2)
    expect(subscribe).toMatchObject({ recovered: true, was_recovering: true, offset: 3, epoch })
    expect(subscribe?.publications?.map(({ offset, data }) => [offset, data.type])).toEqual([
      [2, 'message.created'],
      [3, 'message.completed'],
    ])
    again.send({ id: 3, history: { channel, limit: 2 } }, { id: 4, history: { channel, limit: 2, since: { offset: 2, epoch } } })
    expect((await again.reply(3)).history).toMatchObject({ offset: 3, epoch, publications: [{ offset: 1 }, { offset: 2 }] })
    expect((await again.reply(4)).history?.publications.map(({ offset }) => offset)).toEqual([3])
    again.send({ id: 5, history: { channel, limit: 0 } })
    expect((await again.reply(5)).history).toEqual({ offset: 3, epoch, publications: [] })
    again.send({ id: 6, history: { channel, since: { offset: 0, epoch: 'another' } } })
    expect((await again.reply(6)).error?.code).toBe(112)
    again.send({ id: 7, history: { channel, limit: 2, reverse: true } })
    expect((await again.reply(7)).history?.publications.map(({ offset }) => offset)).toEqual([3, 2])
  })

  it.each([
    ['a position that does not exist yet', { offset: 99 }],
    ['a position beyond any log', { offset: Number.MAX_SAFE_INTEGER }],
    ['another epoch', { offset: 0, epoch: 'another' }],
  ])('%s is not recovered, and says where the log is', async (_, position) => {
    const reader = await server.visitor()
    const channel = channelOf(reader)
    const client = await connected(reader)
    client.send({ id: 2, subscribe: { channel } }, { id: 3, unsubscribe: { channel } })
    const { epoch = '' } = (await client.reply(2)).subscribe ?? {}
    client.send({ id: 4, subscribe: { channel, recover: true, epoch, ...position } })
    expect((await client.reply(4)).subscribe).toMatchObject({ recovered: false, was_recovering: true, offset: 0, epoch })
  })
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

function channelOf({ conversationId }: Visitor): string {
  return `conversation:${conversationId}`
}
