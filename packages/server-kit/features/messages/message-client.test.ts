import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import { forgetClients } from '../conversations/index.js'

const storage = memoryStorage()
const logged: string[] = []
const note = (...line: unknown[]) => void logged.push(JSON.stringify(line))
let server: TestServer
let visitor: Visitor
beforeAll(async () => {
  server = await startTestServer({ storage, trustedProxies: ['127.0.0.1'], logger: { info: note, warn: note, error: note } })
  visitor = await server.visitor()
}, 60_000)
afterAll(() => server.close())

const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.122 Mobile Safari/537.36'
const desk = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0'
const page = { origin: 'http://localhost:3000', 'x-forwarded-for': '203.0.113.77' }
const pathOf = (conversationId: string) => `/v1/conversations/${conversationId}/messages`

async function send(headers: Record<string, string>, text: string, token = visitor.token): Promise<string> {
  const body = JSON.stringify({ text })
  const response = await server.request(pathOf(visitor.conversationId), {
    method: 'POST',
    token,
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return routes.messages.send.result.parse(await response.json()).message.id
}
const clientOf = async (messageId: string, token = server.key) =>
  (await server.call(routes.messages.get, { token, params: { conversationId: visitor.conversationId, messageId } })).client

test('members see with what a question was sent, and no more of it than tells a page, an app and a program apart', async () => {
  const fromPhone = await send({ ...page, 'user-agent': phone }, 'Uno')
  const fromDesk = await send({ ...page, 'user-agent': desk, 'x-forwarded-for': '2001:db8:1:2:3::4' }, 'Dos')
  const fromServer = await send({ 'user-agent': 'bridge/2.1.0', 'x-forwarded-for': '198.51.100.9' }, 'Tres', server.key)
  expect(await Promise.all([fromPhone, fromDesk, fromServer].map((id) => clientOf(id)))).toEqual([
    { platform: 'mobile', userAgent: 'Chrome 126, Android', address: '203.0.113.0/24' },
    { platform: 'web', userAgent: 'Firefox 127, Linux', address: '2001:db8:1::/48' },
    { platform: 'api', userAgent: 'bridge 2', address: '198.51.100.0/24' },
  ])
  expect(await clientOf(fromPhone, visitor.token)).toBeUndefined()
  const history = await server.request(pathOf(visitor.conversationId), { token: server.key })
  expect(await history.text()).not.toMatch(/Chrome|Firefox|203\.0|2001:db8/)
})

test('over a socket it is what the connection was opened with', async () => {
  const { ticket } = await server.call(routes.realtime.ticket, { token: visitor.token })
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime/ws`, { headers: { ...page, 'user-agent': phone } })
  const answer = new Promise<string>((resolve) => {
    socket.on('message', (data) => {
      for (const frame of `${data}`.split('\n').map((line) => JSON.parse(line))) if (frame.id === 2) resolve(frame.rpc.data.message.id)
    })
  })
  await new Promise((resolve) => socket.once('open', resolve))
  const params = { conversationId: visitor.conversationId }
  socket.send(
    [
      { id: 1, connect: { token: ticket } },
      { id: 2, rpc: { method: 'messages.send', data: { params, body: { text: 'Cuatro' } } } },
    ]
      .map((each) => JSON.stringify(each))
      .join('\n'),
  )
  expect(await clientOf(await answer)).toEqual({ platform: 'mobile', userAgent: 'Chrome 126, Android', address: '203.0.113.0/24' })
  socket.close()
})

test('it is in no log, and forgotten after 30 days', async () => {
  const id = await send({ ...page, 'user-agent': phone }, 'Cinco')
  await server.request(pathOf(visitor.conversationId), { method: 'POST', token: visitor.token, headers: { ...page, 'user-agent': phone }, body: '{' })
  expect(logged.join('\n')).not.toMatch(/Chrome|Pixel|203\.0/)
  const inDays = (days: number) => ({ now: () => new Date(Date.now() + days * 86_400_000) })
  expect(await forgetClients({ storage, clock: inDays(29) })).toBe(0)
  expect(await clientOf(id)).toMatchObject({ platform: 'mobile' })
  expect(await forgetClients({ storage, clock: inDays(31) })).toBeGreaterThan(0)
  expect(await clientOf(id)).toBeUndefined()
})
