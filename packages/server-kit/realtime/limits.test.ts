import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'
import { openFrameClient } from './__fixtures__/frame-client.js'

const hour = 3_600_000
const limits = { requestsPerUser: { limit: 5, windowMs: hour }, requestsPerAddress: { limit: 14, windowMs: hour } }
let server: TestServer
let socketUrl: string

beforeAll(async () => {
  server = await startTestServer({ trustedProxies: ['127.0.0.1'], limits })
  socketUrl = `${server.url.replace('http', 'ws')}/v1/realtime/ws`
})
afterAll(() => server.close())

test('a route counts the same over a socket, and a refusal there leaves the connection open', async () => {
  const { token } = await server.visitor()
  const response = await server.request('/v1/realtime/tickets', { method: 'POST', token })
  const { ticket } = (await response.json()) as { ticket: string }
  const client = await openFrameClient(socketUrl)
  client.send({ id: 1, connect: { token: ticket } })
  const rpc = async (id: number) => {
    client.send({ id, rpc: { method: 'conversations.list', data: {} } })
    return client.reply(id)
  }
  // Two requests went before.
  for (const id of [2, 3, 4]) expect(await rpc(id)).toMatchObject({ rpc: { data: { items: [{}] } } })
  expect(await rpc(5)).toEqual({ id: 5, error: { code: 429, message: 'RATE_001', temporary: true } })
  client.send({ id: 6, ping: {} })
  expect(await client.reply(6)).toEqual({ id: 6, ping: {} })
  client.socket.terminate()
})

test('sockets and streams of one address count with its requests', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const stream = async () => {
    const response = await server.request('/v1/realtime/http-stream', { method: 'POST', body: '{}', headers })
    await response.body?.cancel()
    return response.status
  }
  const statuses: unknown[] = []
  for (let opened = 0; opened < 7; opened += 1) statuses.push(await upgrade(headers), await stream())
  expect(new Set(statuses)).toEqual(new Set([101, 200]))
  expect([await upgrade(headers), await stream()]).toEqual([429, 429])
  expect(await upgrade({ 'x-forwarded-for': '203.0.113.10' })).toBe(101)
})

/** The status that an upgrade is answered with. */
function upgrade(headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(socketUrl, { headers })
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (_request, response) => {
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
      resolve(response.statusCode)
    })
    socket.on('error', reject)
  })
}
