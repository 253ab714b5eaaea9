import { once } from 'node:events'
import { disconnectCodes, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'

const pages = { ana: 'https://ana.example', bea: 'https://bea.test' }
const { code } = disconnectCodes.permissionDenied

let server: TestServer
beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  server = await startTestServer()
  await server.coach.setup.allowDomains({ creatorId: server.creatorId, domains: ['ana.example'] })
  await server.coach.setup.ensureCreator({ slug: 'bea', name: 'Bea', language: 'es', allowedDomains: ['bea.test'] })
}, 60_000)
afterAll(async () => {
  await server.close()
  vi.unstubAllEnvs()
})

async function connectFrame(): Promise<string> {
  const { token } = await server.call(routes.sessions.create, { body: { creator: 'ana' } })
  const { ticket } = await server.call(routes.realtime.ticket, { token })
  return JSON.stringify({ id: 1, connect: { token: ticket } })
}

/** The first frames, or with what code the connection ended, on each way to connect. */
const ways: Record<string, (origin: string) => Promise<string | number>> = {
  async socket(origin) {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime/ws`, { origin })
    const ended = once(socket, 'close').then(([closeCode]: number[]) => closeCode ?? 0)
    const first = once(socket, 'message').then(([data]) => String(data))
    await once(socket, 'open')
    socket.send(await connectFrame())
    const seen = await Promise.race([ended, first])
    socket.close()
    return seen
  },
  'http-stream': async (origin) =>
    firstOf(await server.request('/v1/realtime/http-stream', { method: 'POST', headers: { origin }, body: await connectFrame() })),
  sse: async (origin) => firstOf(await server.request(`/v1/realtime/sse?cf_connect=${encodeURIComponent(await connectFrame())}`, { headers: { origin } })),
}

async function firstOf(answer: Response): Promise<string> {
  expect(answer.status).toBe(200)
  const reader = answer.body?.getReader()
  const { value } = (await reader?.read()) ?? {}
  await reader?.cancel()
  return new TextDecoder().decode(value)
}

describe.each(Object.keys(ways))('%s', (way) => {
  test("connects on the page of the ticket's creator", async () => {
    expect(await ways[way]?.(pages.ana)).toContain('"connect"')
  })

  test("on another creator's page the ticket opens nothing, for good", async () => {
    const seen = await ways[way]?.(pages.bea)
    if (typeof seen === 'number') expect(seen).toBe(code)
    else expect(seen).toContain(`"disconnect":{"code":${code},"reason":"permission denied","reconnect":false}`)
  })
})

test('a page that nobody lists does not get as far as a connection', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime/ws`, { origin: 'https://evil.example' })
  const [error] = (await once(socket, 'error')) as [Error]
  expect(error.message).toContain('403')
})
