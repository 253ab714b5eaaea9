import type { Server } from 'node:http'
import { maxUploadBytes, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CoachServer } from '../../coach-server.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { followOverHttp, followOverSocket } from '../../testing/__fixtures__/follow-conversation.js'
import { clientOf, type TestClient, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { addressOf, closeServer } from '../../testing/create-test-server.js'

/** Below two segments, so that a host that strips only one is found out. */
export const mountPath = '/api/coach'
const json = { 'content-type': 'application/json' }
const kilobyte = 1024

interface Host {
  name: string
  /** The coach to mount, started with `mountPath` and the file `widget.js`. */
  coach(): TestServer
  /** Mounts the coach at `mountPath` beside a page of the host's own at `/own`. */
  listen(coach: CoachServer): Promise<Server>
  /** Whether sockets are attached. */
  sockets?: boolean
}

/** What every host must let through unharmed. */
export function describeHost({ name, coach, listen, sockets = true }: Host): void {
  describe(name, () => {
    const guide = `# Sesiones\n\nLa primera sesión dura noventa minutos y cuesta ochenta euros.\n\nServido por ${name}.\n`
    let server: Server
    let host: TestClient

    beforeAll(async () => {
      server = await listen(coach().coach)
      host = clientOf({ url: addressOf(server, mountPath), key: coach().key })
    })
    afterAll(() => closeServer(server))

    const ask = ({ token, conversationId }: { token: string; conversationId: string }, text: string) =>
      host.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'q1', text } })
    const post = (path: string, init: RequestInit & { token?: string }) => host.request(path, { method: 'POST', ...init })

    test("the host's own page is its own", async () => {
      expect(await (await fetch(new URL('/own', host.url))).text()).toBe('own')
    })

    test('routes, docs, the API document and the widget answer below the path', async () => {
      expect(await host.call(routes.health.get)).toMatchObject({ status: 'healthy', languageModel: { id: 'extractive' } })
      expect(await (await host.request('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', servers: [{ url: mountPath }] })
      const types = { docs: 'text/html', 'docs.js': 'text/javascript', 'docs.css': 'text/css', 'widget.js': 'text/javascript' }
      for (const [path, type] of Object.entries(types)) {
        const response = await host.request(`/${path}`)
        expect([response.status, response.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`])
      }
      expect(await (await host.request('/widget.js')).text()).toContain('coach-widget')
    })

    test.runIf(sockets)('the kit is told who holds the connection', async () => {
      const told = { ...coach().coach, fetch: async (_request: Request, options?: { peer?: string | undefined }) => new Response(options?.peer) }
      const telling = await listen(told)
      expect(await (await fetch(addressOf(telling, `${mountPath}/v1/health`))).text()).toMatch(/^(?:::ffff:)?127\.0\.0\.1$/)
      closeServer(telling)
    })

    test.runIf(sockets)('a document goes in, an answer streams out over a socket', async () => {
      expect(await host.ingest(new File([guide], 'guía «1».md'))).toMatchObject({ status: 'ready', name: 'guía «1».md' })
      const visitor = await host.visitor()
      const { ticket } = await host.call(routes.realtime.ticket, { token: visitor.token })
      const reader = await followOverSocket({ url: host.url, ticket, conversationId: visitor.conversationId })
      expect(await ask(visitor, '¿Cuánto dura la primera sesión?')).toMatchObject({ duplicate: false })
      expect(await reader.seen('message.completed')).toContain('noventa minutos')
      reader.leave()
      expect(reader.events.slice(0, 3)).toEqual(['message.created', 'message.created', 'message.started'])
      expect(reader.events).toContain('message.delta')
    })

    test('without a socket the same answer streams over HTTP, as it is written', async () => {
      await host.ingest(new File([guide], 'otra guía.md'))
      const visitor = await host.visitor()
      const { ticket } = await host.call(routes.realtime.ticket, { token: visitor.token })
      const reader = await followOverHttp({ url: host.url, ticket, conversationId: visitor.conversationId })
      await ask(visitor, '¿Cuánto cuesta la primera sesión?')
      expect(await reader.seen('message.completed')).toContain('ochenta euros')
      reader.leave()
      expect(reader.events).toContain('message.delta')
    })

    test("a file above every host's own body limit goes in whole", async () => {
      const size = 3 * kilobyte * kilobyte
      const file = new File([`Un párrafo por ${name}.\n`.padEnd(size, ' ')], 'grande.txt')
      expect(await host.ingest(file)).toMatchObject({ status: 'ready', size: file.size })
    })

    test('what is wrong is told in the kit’s own words', async () => {
      const { token, conversationId } = await host.visitor()
      const send = (init: RequestInit) => post(`/v1/conversations/${conversationId}/messages`, { token, ...init })
      await expectRefusal(await send({ headers: json, body: '{"text": "hola"' }), 'VAL_004')
      await expectRefusal(await send({ headers: { 'content-type': 'text/plain' }, body: 'hola' }), 'REQUEST_003')
      await expectRefusal(await send({ headers: { 'content-type': 'nonsense' }, body: 'hola' }), 'REQUEST_003')
      await expectRefusal(await send({ body: new Uint8Array([1, 2, 3]) }), 'REQUEST_003')
      await expectRefusal(await send({ headers: json, body: '{"text":"   ","clientMessageId":"a"}' }), 'MESSAGE_001')
      await expectRefusal(await send({ headers: json, body: '["text"]' }), 'VAL_001')
      await expectRefusal(await send({ headers: json, body: 'null' }), 'VAL_001')
      await expectRefusal(await send({ headers: json, body: '{"__proto__":{"admin":true},"text":"hola","clientMessageId":"a"}' }), 'VAL_001')
      await expectRefusal(await post('/v1/nowhere', { headers: json, body: '{}' }), 'RESOURCE_001')
      await expectRefusal(await host.request('/v1/conversations'), 'AUTH_001')
      await expectRefusal(await host.upload(new File([''], 'empty.txt')), 'DOCUMENT_003')
    })

    test.each([120, 300])('a body of %s KB is refused in the kit’s own words', async (size) => {
      const { token, conversationId } = await host.visitor()
      const path = `/v1/conversations/${conversationId}/messages`
      const body = JSON.stringify({ clientMessageId: 'a', text: 'a'.repeat(size * kilobyte) })
      const whole = await post(path, { token, headers: json, body })
      expect([413, 422]).toContain(whole.status)
      await expectRefusal(whole, whole.status === 413 ? 'REQUEST_004' : 'MESSAGE_002')
      const chunked = await post(path, { token, headers: json, body: new Blob([body]).stream(), duplex: 'half' } as RequestInit)
      expect(chunked.status).toBe(whole.status)
    })

    test('a file that is too large is refused, and the next request works', async () => {
      await expectRefusal(await host.upload(new File([new Uint8Array(maxUploadBytes + 100 * kilobyte)], 'enorme.txt')), 'DOCUMENT_002')
      expect(await host.call(routes.health.get)).toMatchObject({ status: 'healthy' })
    })

    test('a preflight of a local page is answered, that of a foreign one is not', async () => {
      const preflight = (origin: string) =>
        host.request('/v1/conversations', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
      const local = await preflight('http://localhost:3000')
      expect([local.status, local.headers.get('access-control-allow-origin')]).toEqual([204, 'http://localhost:3000'])
      const foreign = await preflight('https://evil.example')
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
      await expectRefusal(foreign, 'ORIGIN_001')
    })
  })
}
