import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RealtimeGateway } from '../../../ports/index.js'
import { centrifugo } from './index.js'

const patience = { timeout: 10_000 }
const apiKey = 'd7627bb6-2292-4911-82e1-615c0ed3eebb'

/** Centrifugo's HTTP API: `/api/publish`, `/api/broadcast`, `/api/batch`, by `X-API-Key`. */
interface Api {
  url: string
  requests: { method: string; body: Record<string, unknown> }[]
  /** Statuses of the next answers, in place of 200. */
  failing: number[]
  server: Server
}
let api: Api
let gateway: RealtimeGateway
const warnings: string[] = []

beforeEach(async () => {
  const requests: Api['requests'] = []
  const failing: number[] = []
  const server = createServer(async (incoming, response) => {
    let text = ''
    for await (const piece of incoming.setEncoding('utf8')) text += piece
    const status = incoming.headers['x-api-key'] === apiKey ? (failing.shift() ?? 200) : 401
    const method = incoming.url?.replace('/api/', '') ?? ''
    requests.push({ method, body: JSON.parse(text) })
    response.writeHead(status, { 'content-type': 'application/json' })
    const one = { result: { offset: 1, epoch: 'nLYK' } }
    const answers: Record<string, object> = { publish: one, broadcast: { result: { responses: [one, one] } }, batch: { replies: [{ publish: one.result }] } }
    response.end(status === 200 ? JSON.stringify(answers[method]) : '')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  api = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, requests, failing, server }
  warnings.length = 0
  gateway = open()
})
afterEach(async () => {
  await gateway.close()
  api.server.close()
})

function open(key = apiKey): RealtimeGateway {
  const note = (event: string) => void warnings.push(event)
  return centrifugo({ apiUrl: api.url, apiKey: key, proxySecret: 'a-secret-of-the-proxies', logger: { info: note, warn: note, error: note } })
}

describe('what is published', () => {
  it('goes by the method that is for it: with its place in the log kept once, without one not kept', async () => {
    gateway.publish('conversation:a', { data: { type: 'message.completed' }, offset: 3 })
    await vi.waitFor(() => expect(api.requests).toHaveLength(1), patience)
    gateway.publish('conversation:a', { data: { type: 'typing' } })
    await vi.waitFor(() => expect(api.requests).toHaveLength(2), patience)
    gateway.publish('creator:x', { data: { type: 'handover.requested' } })
    gateway.publish('creator:y', { data: { type: 'handover.requested' } })
    await vi.waitFor(() => expect(api.requests).toHaveLength(3), patience)
    expect(api.requests).toEqual([
      {
        method: 'publish',
        body: { channel: 'conversation:a', data: { type: 'message.completed' }, idempotency_key: 'conversation:a:3', tags: { offset: '3' } },
      },
      { method: 'publish', body: { channel: 'conversation:a', data: { type: 'typing' }, skip_history: true } },
      { method: 'broadcast', body: { channels: ['creator:x', 'creator:y'], data: { type: 'handover.requested' }, skip_history: true } },
    ])
  })

  it('at the same time leaves together, in order', async () => {
    for (let index = 0; index < 300; index += 1) gateway.publish('conversation:a', { data: { index }, offset: index + 1 })
    const sent = () =>
      api.requests.flatMap(({ body }) => (body.commands as { publish: { data: { index: number } } }[]).map(({ publish }) => publish.data.index))
    await vi.waitFor(() => expect(sent()).toHaveLength(300), patience)
    expect(sent()).toEqual(Array.from({ length: 300 }, (_, index) => index))
    expect(api.requests.map(({ method }) => method)).toEqual(['batch', 'batch'])
  })

  it('while Centrifugo is away waits, where it has a place in the log, and comes in order once it is back', async () => {
    api.failing.push(500, 503)
    gateway.publish('conversation:a', { data: { index: 1 }, offset: 1 })
    gateway.publish('conversation:a', { data: { type: 'typing' } })
    gateway.publish('conversation:a', { data: { index: 2 }, offset: 2 })
    await vi.waitFor(() => expect(warnings).toEqual(['gateway.away', 'gateway.back']), patience)
    expect(api.requests).toHaveLength(3)
    expect(api.requests.at(-1)?.body).toEqual({
      commands: [
        { publish: expect.objectContaining({ data: { index: 1 }, idempotency_key: 'conversation:a:1' }) },
        { publish: expect.objectContaining({ data: { index: 2 }, idempotency_key: 'conversation:a:2' }) },
      ],
    })
  })

  it('under a key that is not taken is refused, and said', async () => {
    const other = open('another')
    other.publish('conversation:a', { data: {}, offset: 1 })
    await vi.waitFor(() => expect(warnings).toEqual(['gateway.refused']), patience)
    await other.close()
    expect(api.requests).toHaveLength(1)
  })
})

it('knows its own calls by their secret', () => {
  const given = (secret: string | null) => ({ get: () => secret })
  expect([gateway.isOwn(given('a-secret-of-the-proxies')), gateway.isOwn(given('another')), gateway.isOwn(given(null))]).toEqual([true, false, false])
  expect(() => centrifugo({ apiUrl: api.url, apiKey, proxySecret: 'short' })).toThrow('`proxySecret` must be of 16 characters or more.')
})
