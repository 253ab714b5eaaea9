import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'
import type { Visitor } from '../testing/__fixtures__/test-server.js'
import { type AnsweringServer, startAnsweringServer } from './__fixtures__/answering-server.js'
import type { Frame } from './__fixtures__/frame-client.js'

let server: AnsweringServer
let visitor: Visitor
const warnings: string[] = []
const leaving: AbortController[] = []
const note = (event: string) => void warnings.push(event)
beforeAll(async () => {
  server = await startAnsweringServer({ logger: { info() {}, warn: note, error: note } })
  visitor = await server.visitor()
})
afterEach(() => {
  for (const leave of leaving.splice(0)) leave.abort()
})
afterAll(() => server.close())

const transports = ['http-stream', 'sse'] as const

describe.each(transports)('%s', (transport) => {
  it('is a connection: the first commands travel with the request, the next ones as posts', async () => {
    const { next } = await stream(transport, { id: 1, connect: { token: await server.ticket(visitor) } })
    const { connect } = await next()
    expect(connect).toMatchObject({ ping: 25, pong: true })
    const posted = await emulate({ session: connect?.session, node: connect?.node, data: '{"id":2,"ping":{}}\n{"id":3,"rpc":{"method":"health.get"}}' })
    expect(posted.status).toBe(204)
    expect(await next()).toEqual({ id: 2, ping: {} })
    expect(await next()).toMatchObject({ id: 3, rpc: { data: { status: 'healthy' } } })
  })

  it('says why it ends', async () => {
    const { next, ended } = await stream(transport, { id: 1, connect: {} })
    expect(await next()).toEqual({ push: { disconnect: { code: 3500, reason: 'invalid token', reconnect: false } } })
    await ended()
  })

  it('says that the first commands were not understood', async () => {
    const { next, ended } = await stream(transport, 'hello')
    expect(await next()).toEqual({ push: { disconnect: { code: 3501, reason: 'bad request', reconnect: false } } })
    await ended()
  })

  it('a reader who leaves in the middle of commands harms nobody', async () => {
    for (let at = 0; at < 5; at += 1) {
      const reader = await stream(transport, { id: 1, connect: { token: await server.ticket(visitor) } })
      const { connect } = await reader.next()
      const commands = Array.from({ length: 20 }, (_, id) => JSON.stringify({ id: id + 2, rpc: { method: 'messages.list', data: { params: visitor } } }))
      await emulate({ session: connect?.session, data: commands.join('\n') })
      reader.leave()
      await reader.ended()
    }
    expect((await server.request('/v1/health')).status).toBe(200)
    expect(warnings).toEqual([])
  })
})

describe('a posted command', () => {
  it('for a session that is gone is refused, so that the client connects again', async () => {
    const reader = await stream('http-stream', { id: 1, connect: { token: await server.ticket(visitor) } })
    const { connect } = await reader.next()
    reader.leave()
    await reader.ended()
    const status = async () => (await emulate({ session: connect?.session, data: '{}' })).status
    while ((await status()) === 204);
    await expectRefusal(await emulate({ session: connect?.session, data: '{}' }), 'RESOURCE_001')
  })

  it.each([
    ['that is not JSON', 'hello', 'VAL_004'],
    ['without a session', '{"data":"{}"}', 'VAL_001'],
    ['with a session that is no text', '{"session":{},"data":"{}"}', 'VAL_001'],
    ['larger than a frame', JSON.stringify({ session: 'x', data: 'x'.repeat(200_000) }), 'REQUEST_004'],
  ] as const)('%s is refused', async (_, body, code) => {
    await expectRefusal(await server.request('/v1/realtime/emulation', { method: 'POST', body }), code)
  })
})

it('a first frame larger than allowed is refused', async () => {
  await expectRefusal(await server.request('/v1/realtime/http-stream', { method: 'POST', body: 'x'.repeat(200_000) }), 'REQUEST_004')
})

function emulate(body: object): Promise<Response> {
  return server.request('/v1/realtime/emulation', { method: 'POST', body: JSON.stringify(body) })
}

/** Opens a stream with its first command; frames come one by one. */
async function stream(transport: (typeof transports)[number], first: object | string) {
  const text = typeof first === 'string' ? first : JSON.stringify(first)
  const leave = new AbortController()
  leaving.push(leave)
  const response =
    transport === 'sse'
      ? await server.request(`/v1/realtime/sse?cf_connect=${encodeURIComponent(text)}`, { signal: leave.signal })
      : await server.request('/v1/realtime/http-stream', { method: 'POST', body: text, signal: leave.signal })
  expect(response.headers.get('content-type')).toBe(transport === 'sse' ? 'text/event-stream' : 'application/x-ndjson')
  const frames = framesOf(response)
  return {
    async next(): Promise<Frame> {
      const { value, done } = await frames.next()
      if (done) throw new Error('The stream ended')
      return value
    },
    /** Settles when nothing more comes. */
    ended() {
      return frames.next().then(
        ({ done }) => expect(done).toBe(true),
        () => undefined,
      )
    },
    leave: () => leave.abort(),
  }
}

async function* framesOf(response: Response): AsyncGenerator<Frame> {
  let rest = ''
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim()) yield JSON.parse(line.replace(/^data: /, '')) as Frame
  }
}
