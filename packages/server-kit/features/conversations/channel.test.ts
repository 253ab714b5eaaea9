import { type RouteResult, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { followOverSocket } from '../../testing/__fixtures__/follow-conversation.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server.close())

const page = { origin: 'http://localhost:3000' }
const json = { 'content-type': 'application/json' }
const begin = async () => (await server.call(routes.sessions.create, { body: { creator: 'ana' } })).token
const open = (token: string, init: RequestInit = {}) => server.request(routes.conversations.create.path, { method: 'POST', token, ...init })
const opened = async (response: Promise<Response>) => routes.conversations.create.result.parse(await (await response).json())
const channelsOf = ({ items }: RouteResult<typeof routes.conversations.list>) => items.map(({ channel }) => channel)

test('a conversation says where it came from: as it was told, else from a page or from a program', async () => {
  const token = await begin()
  const channels = [
    await opened(open(token)),
    await opened(open(token, { headers: page })),
    await opened(open(token, { headers: json, body: '{}' })),
    await opened(open(token, { headers: { ...json, ...page }, body: '{"channel":"whatsapp"}' })),
  ].map(({ channel }) => channel)
  expect(channels).toEqual(['api', 'web', 'api', 'whatsapp'])
  expect(channelsOf(await server.call(routes.conversations.list, { token }))).toEqual(channels.toReversed())
})

test('so do one that was opened over a socket and one that the AI SDK named', async () => {
  const token = await begin()
  const { ticket } = await server.call(routes.realtime.ticket, { token })
  const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  client.send({ id: 1, connect: { token: ticket } }, { id: 2, rpc: { method: 'conversations.create', data: {} } })
  expect((await client.reply(2)).rpc?.data).toMatchObject({ channel: 'api' })
  client.send({ id: 3, rpc: { method: 'conversations.create', data: { body: { channel: 'kiosk.lobby-2' } } } })
  expect((await client.reply(3)).rpc?.data).toMatchObject({ channel: 'kiosk.lobby-2' })
  client.socket.close()
  const asked = { id: 'mine', messages: [{ id: 'one', role: 'user', parts: [{ type: 'text', text: 'Hola' }] }] }
  const answer = await server.request(routes.chat.send.path, { method: 'POST', token, headers: { ...json, ...page }, body: JSON.stringify(asked) })
  await answer.text()
  expect(channelsOf(await server.call(routes.conversations.list, { token }))).toEqual(['web', 'kiosk.lobby-2', 'api'])
})

test('members find those of one channel, page by page, and read it live', async () => {
  const token = await begin()
  const ids: string[] = []
  for (const channel of ['sms', 'telegram', 'sms', 'sms']) {
    const { id } = await server.call(routes.conversations.create, { token, body: { channel } })
    await server.call(routes.messages.send, { token, params: { conversationId: id }, body: { text: 'Hola' } })
    if (channel === 'sms') ids.unshift(id)
  }
  const list = (query: object) => server.call(routes.conversations.list, { token: server.key, query: query as never })
  const first = await list({ channel: 'sms', limit: '2' })
  const rest = await list({ channel: 'sms', limit: '2', cursor: first.nextCursor })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids)
  expect(rest).not.toHaveProperty('nextCursor')
  expect((await list({ channel: 'fax' })).items).toEqual([])
  const [conversationId = ''] = ids
  const { ticket } = await server.call(routes.realtime.ticket, { token: server.key })
  const follower = await followOverSocket({ url: server.url, ticket, conversationId })
  await server.call(routes.conversations.archive, { token: server.key, params: { conversationId } })
  expect(await follower.seen('conversation.updated')).toContain('"channel":"sms"')
  follower.leave()
})

test.each(['', 'What a name', 'WhatsApp', '-sms', 'sms-', '1', 'a'.repeat(51), 'sms\n', 7, null])('%j is no channel', async (channel) => {
  await expectRefusal(await open(await begin(), { headers: json, body: JSON.stringify({ channel }) }), 'VAL_001')
})

test('a body that is no JSON, or says more, is refused', async () => {
  const token = await begin()
  await expectRefusal(await open(token, { body: new Uint8Array([1]) }), 'REQUEST_003')
  await expectRefusal(await open(token, { headers: json, body: '' }), 'VAL_004')
  await expectRefusal(await open(token, { headers: json, body: '{"channel":"sms","sessionId":"x"}' }), 'VAL_001')
})
