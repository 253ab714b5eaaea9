import { randomUUID } from 'node:crypto'
import { isBinary, type RouteDefinition, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryStorage } from '../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer, type Visitor } from '../testing/__fixtures__/test-server.js'

const all = Object.entries(routes).flatMap(([noun, group]) =>
  Object.entries(group as Record<string, RouteDefinition>).map(([name, route]): [string, RouteDefinition] => [`${noun}.${name}`, route]),
)
const storage = memoryStorage()
let server: TestServer
let visitor: Visitor
/** Ends its own session. */
let leaving: Visitor
/** What exists, for the placeholders of routes that read. */
let known: Record<string, string>

beforeAll(async () => {
  server = await startTestServer({ storage })
  visitor = await server.visitor()
  leaving = await server.visitor()
  const document = await server.ingest(new File(['# Guide\n\nTake half an hour.\n'], 'guide.md'))
  const [chunk] = await storage.as({ creatorId: server.creatorId }, (tx) => tx.knowledge.chunks())
  known = { conversationId: visitor.conversationId, documentId: document.id, chunkId: chunk?.id ?? '', creator: await creatorWithLogo() }
}, 60_000)
afterAll(() => server.close())

async function creatorWithLogo(): Promise<string> {
  const token = await server.person()
  const body = new FormData()
  body.set('file', new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], 'logo.png'))
  const uploaded = await server.request(routes.creators.uploadLogo.path, { method: 'POST', body, token })
  return routes.creators.uploadLogo.result.parse(await uploaded.json()).slug
}

/** Only reading meets what exists, so that no call takes it from the next. */
function pathOf({ method, path }: RouteDefinition): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => (method === 'GET' && known[name]) || randomUUID())
}

function ask(route: RouteDefinition, token: string | undefined, headers: Record<string, string> = {}): Promise<Response> {
  const json = route.method === 'GET' || route.method === 'DELETE' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }
  return server.request(pathOf(route), { method: route.method, ...json, headers: { ...json.headers, ...headers }, ...(token === undefined ? {} : { token }) })
}

const callers = (route: RouteDefinition): (string | undefined)[] => [
  (route === routes.sessions.end ? leaving : visitor).token,
  server.key,
  `cks_${'x'.repeat(43)}`,
  undefined,
]

describe.each(all)('%s', (_, route) => {
  test('whoever calls, the answer is safe in a browser and not kept', async () => {
    for (const token of callers(route)) {
      const { headers, ok } = await ask(route, token)
      // A file that may not be had is answered as everything else.
      const isFile = isBinary(route.result) && ok
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': isFile ? "sandbox; default-src 'none'" : "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        'x-request-id': expect.stringMatching(/^[\w-]{8,64}$/),
        vary: expect.stringContaining('origin'),
      })
      expect(headers.has('strict-transport-security'), 'this came over plain HTTP').toBe(false)
      const isPublic = token === undefined && route.cacheSeconds !== undefined
      expect(headers.get('cache-control')).toBe(isPublic ? `public, max-age=${route.cacheSeconds}` : 'no-store')
    }
  })

  test("keeps the caller's request id when it is a plain one, in the error too", async () => {
    const good = `request-${randomUUID()}`
    for (const [given, kept] of [
      [good, true],
      ['short', false],
      ['x'.repeat(65), false],
      ['<script>alert(1)</script>', false],
    ] as const) {
      const answer = await ask(route, undefined, { 'x-request-id': given })
      const id = answer.headers.get('x-request-id')
      expect(id === given, given).toBe(kept)
      expect(id).toMatch(/^[\w-]{8,64}$/)
      if (!answer.ok) expect(await answer.json()).toMatchObject({ error: { requestId: id } })
    }
  })
})

test('what is read with a credential is not answered without it', async () => {
  const seen: string[] = []
  for (const [name, route] of all.filter(([, { method, audience }]) => method === 'GET' && audience !== 'public')) {
    for (const token of [visitor.token, server.key]) {
      const answer = await ask(route, token)
      // Nothing to read is nothing to keep from others.
      if (!answer.ok || answer.status === 204) continue
      seen.push(name)
      const without = await ask(route, undefined)
      expect([name, without.status]).toEqual([name, 401])
      expect(await without.text()).not.toContain(await answer.text())
    }
  }
  expect([...new Set(seen)].sort()).toEqual(
    expect.arrayContaining([
      'conversations.get',
      'conversations.list',
      'knowledge.list',
      'knowledge.passage',
      'knowledge.status',
      'messages.list',
      'sessions.current',
    ]),
  )
})

test('over TLS, also of a proxy before us, browsers are told to stay with it', async () => {
  const health = (url: string, headers: Record<string, string> = {}) => server.coach.fetch(new Request(url, { headers }))
  const header = async (answer: Promise<Response>) => (await answer).headers.get('strict-transport-security')
  expect(await header(health('https://coach.example/v1/health'))).toBe('max-age=31536000')
  expect(await header(health('http://coach.example/v1/health', { 'x-forwarded-proto': 'https, http' }))).toBe('max-age=31536000')
  expect(await header(health('http://coach.example/v1/health', { 'x-forwarded-proto': 'http' }))).toBeNull()
})

test('the docs may load their own script and style, and say so', async () => {
  for (const path of ['/docs', '/docs.js', '/docs.css']) {
    const { headers } = await server.request(path)
    expect(headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'; connect-src 'self'")
  }
})

test('streams of events carry the same headers', async () => {
  const answer = await server.request('/v1/realtime/http-stream', { method: 'POST', body: '{}', headers: { origin: 'http://localhost:3000' } })
  await answer.body?.cancel()
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.stringMatching(/^[\w-]{8,64}$/),
    'access-control-allow-origin': 'http://localhost:3000',
    vary: 'origin',
  })
})
