import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { centrifugo } from '../adapters/realtime-gateway/centrifugo/index.js'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'
import type { Visitor } from '../testing/__fixtures__/test-server.js'
import { type AnsweringServer, answerText, startAnsweringServer } from './__fixtures__/answering-server.js'

const patience = { timeout: 10_000 }
const proxySecret = 'a-secret-of-the-proxies'
const tokenSecret = 'bbe7d157-a253-4094-9759-06a8236543f9'
/** As Centrifugo 6 sends them: the JSON of its documentation, and the headers that `http_headers` and `http.static_headers` add. */
const connection = { client: '9336a229-2400-4ebc-8c50-0a643d22e8a0', transport: 'websocket', protocol: 'json', encoding: 'json' }
const headers = {
  'content-type': 'application/json',
  'user-agent': 'Go-http-client/1.1',
  'accept-encoding': 'gzip',
  'x-forwarded-for': '203.0.113.7',
  'x-coachkit-proxy-secret': proxySecret,
}

interface Published {
  channel: string
  data: { type: string; index?: number; text?: string; messageId?: string }
  tags?: { offset: string }
  skip_history?: true
}
const published: Published[] = []
let api: Server
let server: AnsweringServer
let visitor: Visitor

beforeAll(async () => {
  api = createServer(async (incoming, response) => {
    let text = ''
    for await (const piece of incoming.setEncoding('utf8')) text += piece
    const body = JSON.parse(text)
    const commands: { publish: Published }[] = incoming.url === '/api/batch' ? body.commands : [{ publish: body }]
    for (const { publish } of commands) published.push(publish)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(incoming.url === '/api/batch' ? { replies: commands.map(() => ({ publish: {} })) } : { result: {} }))
  })
  await once(api.listen(0, '127.0.0.1'), 'listening')
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}/api`
  server = await startAnsweringServer({ realtime: centrifugo({ apiUrl, apiKey: 'k', proxySecret }), delayMs: 100 })
  visitor = await server.visitor()
}, 60_000)
afterAll(async () => {
  await server.close()
  api.close()
})

async function proxy(call: string, body: object, more: Record<string, string> = {}) {
  const response = await server.request(`/v1/realtime/centrifugo/${call}`, {
    method: 'POST',
    body: JSON.stringify({ ...connection, ...body }),
    headers: { ...headers, ...more },
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, Record<string, unknown>>
}

/** Connects, and gives what Centrifugo sends back with every later call. */
async function connected(as: Visitor = visitor) {
  const { result } = await proxy('connect', { data: { ticket: await server.ticket(as) } })
  return { user: String(result?.user), meta: result?.meta }
}

describe('the connect proxy', () => {
  it('lets in who has a ticket, once, and says what Centrifugo is to keep', async () => {
    const ticket = await server.ticket(visitor)
    const channels = [`conversation:${visitor.conversationId}`, 'conversation:x']
    const { result } = await proxy('connect', { data: { ticket, channels } })
    expect(result).toEqual({
      user: 'visitor',
      expire_at: expect.any(Number),
      meta: { principal: expect.objectContaining({ kind: 'visitor' }), from: expect.objectContaining({ address: expect.any(String) }) },
      channels: channels.slice(0, 1),
    })
    expect(Number(result?.expire_at) * 1000).toBeGreaterThan(Date.now())
    // A client that comes back gets another one.
    expect(await proxy('connect', { data: { ticket } })).toEqual({ disconnect: { code: 4000, reason: 'ticket expired' } })
    expect(await proxy('connect', {})).toEqual({ disconnect: { code: 4501, reason: 'unauthorized' } })
  })

  it('keeps out the pages that the creator does not allow', async () => {
    await server.coach.setup.allowDomains({ creatorId: server.creatorId, domains: ['ana.example'] })
    const ticket = () => server.ticket(visitor)
    expect(await proxy('connect', { data: { ticket: await ticket() } }, { origin: 'https://other.example' })).toMatchObject({ disconnect: { code: 4503 } })
    expect(await proxy('connect', { data: { ticket: await ticket() } }, { origin: 'https://ana.example' })).toHaveProperty('result')
    await server.coach.setup.allowDomains({ creatorId: server.creatorId, domains: [] })
  })
})

it('nobody without the secret is answered', async () => {
  for (const secret of ['', 'another-secret-of-proxies']) {
    const call = { method: 'POST', body: JSON.stringify(connection), headers: { ...headers, 'x-coachkit-proxy-secret': secret } }
    for (const name of ['connect', 'rpc']) await expectRefusal(await server.request(`/v1/realtime/centrifugo/${name}`, call), 'AUTH_001')
  }
  const unknown = { method: 'POST', body: '{}', headers }
  await expectRefusal(await server.request('/v1/realtime/centrifugo/teleport', unknown), 'RESOURCE_001')
})

it('the subscribe proxy gives one’s own conversation, with where it is, and nobody else’s', async () => {
  const me = await connected()
  const other = await server.visitor()
  const { result } = await proxy('subscribe', { ...me, channel: `conversation:${visitor.conversationId}` })
  expect(result).toEqual({ expire_at: expect.any(Number), data: { streams: [], receipts: [], present: [], log: { offset: 0, epoch: expect.any(String) } } })
  const denied = { error: { code: 403, message: 'permission denied' } }
  for (const channel of [`conversation:${other.conversationId}`, `creator:${server.creatorId}`, 'conversation:1', 'x']) {
    expect(await proxy('subscribe', { ...me, channel }), channel).toEqual(denied)
  }
  expect(await proxy('publish', { ...me, channel: `conversation:${visitor.conversationId}`, data: { input: 'hello' } })).toEqual(denied)
  // Whoever forges what Centrifugo keeps is nobody.
  expect(await proxy('subscribe', { user: 'visitor', meta: { principal: { kind: 'visitor' } }, channel: 'x' })).toMatchObject({ disconnect: { code: 4501 } })
})

it('the rpc proxy runs the routes under the caller’s rights', async () => {
  const me = await connected()
  const list = (conversationId: string) => ({ ...me, method: 'messages.list', data: { params: { conversationId } } })
  expect(await proxy('rpc', list(visitor.conversationId))).toMatchObject({ result: { data: { items: [] } } })
  expect(await proxy('rpc', list((await server.visitor()).conversationId))).toEqual({ error: { code: 404, message: 'RESOURCE_001' } })
  expect(await proxy('rpc', { ...me, method: 'persona.set', data: {} })).toEqual({ error: { code: 403, message: 'AUTH_003' } })
})

it('a question and its answer reach the channel in order, and who comes in the middle gets the beginning', async () => {
  const asking = await server.visitor()
  const channel = `conversation:${asking.conversationId}`
  const mine = () => published.filter((publication) => publication.channel === channel)
  await server.ask(asking)
  await vi.waitFor(() => expect(mine().some(({ data }) => data.type === 'message.delta')).toBe(true), patience)
  const before = mine().length
  const { result } = await proxy('subscribe', { ...(await connected(asking)), channel })
  const { streams = [] } = (result?.data ?? {}) as { streams?: { text: string }[] }
  const [stream] = streams
  expect(answerText.startsWith(stream?.text ?? '-')).toBe(true)
  await vi.waitFor(() => expect(mine().at(-1)?.data.type).toBe('message.completed'), patience)
  expect(mine().flatMap(({ tags }) => tags?.offset ?? [])).toEqual(['1', '2', '3'])
  expect(mine().every(({ tags, skip_history }) => (tags === undefined) === (skip_history === true))).toBe(true)
  // By its index, the piece that begins anew is known to be the same text.
  expect(
    mine()
      .slice(before)
      .some(({ data }) => data.index === 0 && answerText.startsWith(data.text ?? '-')),
  ).toBe(true)
})

it('a right that ends, ends there when Centrifugo asks again', async () => {
  const leaving = await server.visitor()
  const me = await connected(leaving)
  const channel = `conversation:${leaving.conversationId}`
  expect(await proxy('refresh', me)).toEqual({ result: { expire_at: expect.any(Number) } })
  expect(await proxy('sub_refresh', { ...me, channel })).toEqual({ result: { expire_at: expect.any(Number) } })
  await server.call(routes.sessions.end, { token: leaving.token })
  expect(await proxy('refresh', me)).toEqual({ result: { expired: true } })
  expect(await proxy('sub_refresh', { ...me, channel })).toEqual({ result: { expired: true } })
  expect(await proxy('rpc', { ...me, method: 'health.get' })).toMatchObject({ disconnect: { code: 4501 } })
})

it('with its secret, tickets are tokens that Centrifugo verifies by itself', async () => {
  const gateway = centrifugo({ apiUrl: 'http://127.0.0.1:1/api', apiKey: 'k', proxySecret, tokenSecret })
  const principal = { kind: 'visitor' as const, creatorId: 'a', sessionId: 'b', tokenHash: 'c' }
  const token = gateway.signTicket?.({ principal, user: 'visitor', endsAt: new Date(1_900_000_000_000), liveUntil: new Date(1_900_000_025_000) }) ?? ''
  const [header = '', claims = '', signature] = token.split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
    sub: 'visitor',
    exp: 1_900_000_000,
    expire_at: 1_900_000_025,
    jti: expect.any(String),
    meta: { principal },
  })
  expect(signature).toBe(createHmac('sha256', tokenSecret).update(`${header}.${claims}`).digest('base64url'))
  await gateway.close()
})
