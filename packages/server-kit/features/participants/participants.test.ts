import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Frame, type FrameClient, openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
const clients: FrameClient[] = []
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  for (const { socket } of clients) socket.terminate()
  await server.close()
})

type Started = Frame & { subscribe?: { data?: { receipts: object[]; present: string[] } } }

/** Reads the conversation over a socket; as a visitor or with a key. */
async function follow(token: string, conversationId: string): Promise<FrameClient> {
  const { ticket } = await server.call(routes.realtime.ticket, { token })
  const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  clients.push(client)
  client.send({ id: 1, connect: { token: ticket } }, { id: 2, subscribe: { channel: `conversation:${conversationId}`, join_leave: true } })
  await client.reply(2)
  return client
}
async function answered({ token, conversationId }: Visitor, clientMessageId: string): Promise<void> {
  const params = { conversationId }
  await server.call(routes.messages.send, { params, token, body: { clientMessageId, text: 'Hola' } })
  await vi.waitFor(
    async () => expect((await server.call(routes.messages.list, { params, token })).items.map(({ status }) => status)).not.toContain('pending'),
    { timeout: 10_000 },
  )
}
const pushed = ({ frames }: FrameClient, type: string) => frames.flatMap(({ push }) => (push?.pub?.data.type === type ? [push.pub.data] : []))
const changes = ({ frames }: FrameClient) =>
  (frames as { push?: { join?: { info: { user: string } }; leave?: { info: { user: string } } } }[]).flatMap(({ push }) =>
    push?.join ? [`join ${push.join.info.user}`] : push?.leave ? [`leave ${push.leave.info.user}`] : [],
  )

test('what others wrote is unread until it is marked, which never goes back and is heard by all who read', async () => {
  const visitor = await server.visitor()
  const params = { conversationId: visitor.conversationId }
  const unread = async () => (await server.call(routes.conversations.list, { token: visitor.token })).items[0]?.unread
  const mark = (body: { read?: number; delivered?: number }, token = visitor.token) => server.call(routes.participants.mark, { params, body, token })
  expect(await unread()).toBe(0)
  await answered(visitor, 'one')
  await answered(visitor, 'two')
  expect(await unread()).toBe(2)
  const reader = await follow(server.key, visitor.conversationId)
  expect(await mark({ delivered: 4, read: 2 })).toEqual({ participantId: 'visitor', delivered: 4, read: 2 })
  expect(await unread()).toBe(1)
  // Further than there is anything to read, and back.
  expect(await mark({ read: 999 })).toMatchObject({ delivered: 6, read: 6 })
  expect(await mark({ read: 1 })).toMatchObject({ delivered: 6, read: 6 })
  expect(await unread()).toBe(0)
  await vi.waitFor(() => expect(pushed(reader, 'receipt.updated')).toHaveLength(2))
  expect(pushed(reader, 'receipt.updated').at(-1)).toMatchObject({ participantId: 'visitor', delivered: 6, read: 6 })

  const byKey = await mark({ read: 5 }, server.key)
  expect(byKey.participantId).toMatch(/^key:/)
  const ofKey = await server.call(routes.conversations.get, { params, token: server.key })
  // For the coach's side everything is somebody else's, the visitor's questions too: 6 ends an answer and is no message.
  expect(ofKey.unread).toBe(0)
  reader.send(
    { id: 3, unsubscribe: { channel: `conversation:${visitor.conversationId}` } },
    { id: 4, subscribe: { channel: `conversation:${visitor.conversationId}` } },
  )
  const again: Started = await reader.reply(4)
  expect(again.subscribe?.data?.receipts).toEqual([
    { participantId: 'visitor', delivered: 6, read: 6 },
    { participantId: byKey.participantId, delivered: 5, read: 5 },
  ])

  // Also over a socket, and not in the conversation of another.
  const own = await follow(visitor.token, visitor.conversationId)
  own.send({ id: 3, rpc: { method: 'participants.mark', data: { params, body: { read: 3 } } } })
  expect(await own.reply(3)).toMatchObject({ rpc: { data: { read: 6 } } })
  const other = await server.visitor()
  for (const path of ['receipts', 'typing']) {
    const response = await server.request(`/v1/conversations/${visitor.conversationId}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(path === 'typing' ? { isTyping: true } : { read: 1 }),
      token: other.token,
    })
    await expectRefusal(response, 'RESOURCE_001')
  }
})

test('that somebody writes reaches the others and not themselves, once in two seconds, and is never stored', async () => {
  const visitor = await server.visitor()
  const params = { conversationId: visitor.conversationId }
  const [own, other] = [await follow(visitor.token, visitor.conversationId), await follow(server.key, visitor.conversationId)]
  for (let at = 0; at < 5; at += 1) own.send({ id: 10 + at, rpc: { method: 'participants.typing', data: { params, body: { isTyping: true } } } })
  await own.reply(14)
  await server.call(routes.participants.typing, { params, token: visitor.token, body: { isTyping: false } })
  await vi.waitFor(() => expect(pushed(other, 'typing')).toHaveLength(2))
  expect(pushed(other, 'typing')).toEqual([
    { type: 'typing', participantId: 'visitor', isTyping: true, expiresInMs: 6000 },
    { type: 'typing', participantId: 'visitor', isTyping: false, expiresInMs: 6000 },
  ])
  expect(pushed(own, 'typing')).toEqual([])
  // Where it does not read, a connection has no say either.
  const stranger = await server.visitor()
  const outside = await follow(stranger.token, stranger.conversationId)
  outside.send({ id: 3, rpc: { method: 'participants.typing', data: { params, body: { isTyping: true } } } })
  expect(await outside.reply(3)).toMatchObject({ error: { code: 404, message: 'RESOURCE_001' } })
  expect((await server.call(routes.conversations.get, { params, token: visitor.token })).offset).toBe(0)
})

test('who reads a conversation is known to the others, with several tabs once, and who left is remembered', async () => {
  const visitor = await server.visitor()
  const channel = `conversation:${visitor.conversationId}`
  const watcher = await follow(server.key, visitor.conversationId)
  const tabs = [await follow(visitor.token, visitor.conversationId), await follow(visitor.token, visitor.conversationId)]
  await vi.waitFor(() => expect(changes(watcher)).toEqual(['join visitor']))
  watcher.send({ id: 3, presence: { channel } }, { id: 4, presence_stats: { channel } }, { id: 5, presence: { channel: 'conversation:other' } })
  const { presence } = (await watcher.reply(3)) as { presence?: { presence: Record<string, { client: string; user: string }> } }
  expect(Object.keys(presence?.presence ?? {})).toEqual([expect.stringMatching(/^key:/), 'visitor'])
  expect(presence?.presence.visitor).toEqual({ client: 'visitor', user: 'visitor' })
  expect(await watcher.reply(4)).toMatchObject({ presence_stats: { num_clients: 2, num_users: 2 } })
  expect(await watcher.reply(5)).toMatchObject({ error: { code: 103 } })
  tabs[0]?.socket.terminate()
  tabs[1]?.send({ id: 3, presence: { channel } })
  await tabs[1]?.reply(3)
  expect(changes(watcher)).toEqual(['join visitor'])
  tabs[1]?.socket.terminate()
  await vi.waitFor(() => expect(changes(watcher)).toEqual(['join visitor', 'leave visitor']))
})
