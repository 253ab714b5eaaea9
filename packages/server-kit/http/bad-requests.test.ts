import { randomUUID } from 'node:crypto'
import { type ErrorCode, errorMessage, type RouteDefinition, routes } from '@coachkit/contract'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer, type Visitor } from '../testing/__fixtures__/test-server.js'

const json = { 'content-type': 'application/json' }
let server: TestServer
let visitor: Visitor
let person: string

beforeAll(async () => {
  server = await startTestServer()
  visitor = await server.visitor()
  person = await server.person()
  const { account } = await server.call(routes.auth.me, { token: person })
  await server.coach.setup.setPlatformAdmin({ email: account.email, isAdmin: true })
}, 60_000)
afterAll(() => server.close())
afterEach(async () => {
  expect(await server.call(routes.health.get), 'the server is up after it').toMatchObject({ status: 'healthy' })
})

const post = (path: string, init: RequestInit, token?: string) => server.request(path, { method: 'POST', ...init, ...(token ? { token } : {}) })

describe('a body', () => {
  const send = (init: RequestInit) => post(`/v1/conversations/${visitor.conversationId}/messages`, init, visitor.token)
  test.each<[string, RequestInit, ErrorCode]>([
    ['of half an object', { headers: json, body: '{"text": "hola"' }, 'VAL_004'],
    ['of nothing', { headers: json, body: '' }, 'VAL_004'],
    ['of bytes that are no text', { headers: json, body: new Uint8Array([0x7b, 0xff, 0xfe]) }, 'VAL_004'],
    ['of another type', { headers: { 'content-type': 'text/plain' }, body: '{"text":"hola"}' }, 'REQUEST_003'],
    ['of no type', { body: new Uint8Array([1]) }, 'REQUEST_003'],
    ['of a form', { body: new FormData() }, 'REQUEST_003'],
    ['of 300 KB', { headers: json, body: JSON.stringify({ clientMessageId: 'a', text: 'a'.repeat(300 * 1024) }) }, 'REQUEST_004'],
    ['of a list', { headers: json, body: '[]' }, 'VAL_001'],
    ['of null', { headers: json, body: 'null' }, 'VAL_001'],
    ['with a field too many', { headers: json, body: JSON.stringify({ clientMessageId: 'a', text: 'hola', creatorId: randomUUID() }) }, 'VAL_001'],
  ])('%s is refused as %3$s', async (_, init, code) => {
    await expectRefusal(await send(init), code)
    expect((await server.call(routes.messages.list, { token: visitor.token, params: { conversationId: visitor.conversationId } })).items).toEqual([])
  })

  test('names the field that is wrong, and no more', async () => {
    const error = await expectRefusal(await send({ headers: json, body: '{"clientMessageId":"no spaces","text":"hola"}' }), 'VAL_001')
    expect(error.details).toEqual({ issues: [{ path: 'body.clientMessageId', code: 'invalid_format' }] })
  })

  test.each<[string, RequestInit, ErrorCode]>([
    ['JSON', { headers: json, body: '{"file":"/etc/passwd"}' }, 'REQUEST_003'],
    ['a form without its boundary', { headers: { 'content-type': 'multipart/form-data' }, body: 'hola' }, 'VAL_001'],
    ['a form without a file', { body: new URLSearchParams({ file: 'a' }) }, 'REQUEST_003'],
  ])('where a file is expected: %s is refused', async (_, init, code) => {
    await expectRefusal(await post(routes.knowledge.upload.path, init, server.key), code)
  })
})

describe('an address', () => {
  test('that does not exist is not found', async () => {
    await expectRefusal(await server.request('/v1/nowhere'), 'RESOURCE_001')
    await expectRefusal(await server.request('/v1/conversations/%ZZ/messages', { token: visitor.token }), 'RESOURCE_001')
    await expectRefusal(await server.request('/constructor.js'), 'RESOURCE_001')
  })

  test('that does not take the method says which it takes', async () => {
    const response = await server.request('/v1/conversations', { method: 'DELETE' })
    expect(response.headers.get('allow')).toBe('POST, GET')
    await expectRefusal(response, 'REQUEST_005')
  })

  test.each([
    'limit=0',
    'limit=101',
    'limit=many',
    'limit=1.5',
    'offset=3',
    'cursor=nonsense',
    ...[['\u0000'], [2 ** 53 - 1], [1e30], [0.5], [{}], [], ['a', 'b']].map((fields) => `cursor=${Buffer.from(JSON.stringify(fields)).toString('base64url')}`),
  ])('of a list with ?%s is refused', async (query) => {
    const lists = { '/v1/conversations': visitor.token, '/v1/creators/knowledge/documents': server.key }
    for (const [path, token] of Object.entries({ ...lists, [`/v1/conversations/${visitor.conversationId}/messages`]: visitor.token })) {
      await expectRefusal(await server.request(`${path}?${query}`, { token }), 'VAL_001')
    }
  })
})

describe('an id', () => {
  const named = Object.values(routes)
    .flatMap((group) => Object.values(group) as RouteDefinition[])
    .filter(({ path }) => path.includes('{'))
  const unknown: Record<string, string> = { documentId: `doc_${'0'.repeat(24)}`, creator: 'nobody' }
  const answer = (route: RouteDefinition, idOf: (name: string) => string) => {
    const { path, method, audience } = route
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => idOf(name))
    const content = contentOf(route, 'a')
    return server.request(address, {
      method,
      ...content,
      token: audience !== 'member' && audience !== 'admin' ? visitor.token : path.startsWith('/v1/creators/knowledge/') ? server.key : person,
    })
  }

  test('of a chat is a page’s own name, of nothing yet; one of ours that is unknown, or none at all, is not found', async () => {
    expect((await server.call(routes.chat.messages, { params: { chatId: 'mine' }, token: visitor.token })).items).toEqual([])
    for (const route of [routes.chat.resume, routes.chat.stop]) {
      for (const name of ['1', 'null', '..%2f..', "'%20or%201=1--", randomUUID()]) expect((await answer(route, () => name)).status).toBe(204)
      for (const none of [v7(), '%00', 'x'.repeat(500)]) await expectRefusal(await answer(route, () => none), 'RESOURCE_001')
    }
  })

  test.each(named.filter(({ path }) => !path.includes('{chatId}')).map((route) => [`${route.method} ${route.path}`, route] as const))(
    'that is unknown or malformed: %s',
    async (_, route) => {
      const code = route.path.includes('{creator}') ? 'CREATOR_001' : 'RESOURCE_001'
      await expectRefusal(await answer(route, (name) => unknown[name] ?? randomUUID()), code)
      for (const malformed of ['1', 'null', '..%2f..', "'%20or%201=1--", '%00', 'x'.repeat(500)]) {
        await expectRefusal(await answer(route, () => malformed), code)
      }
    },
  )
})

describe('a conversation', () => {
  const ofConversation = Object.values(routes)
    .flatMap((group) => Object.values(group) as RouteDefinition[])
    .filter(({ path }) => path.includes('{conversationId}'))

  test.each(ofConversation.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'of somebody else looks like none: %s',
    async (_, { path, method, body, audience }) => {
      const { conversationId } = visitor
      await server.call(routes.messages.send, {
        token: visitor.token,
        params: { conversationId },
        body: { clientMessageId: 'mine', text: '¿Cuánto dura la sesión?' },
      })
      const { items } = await server.call(routes.messages.list, { token: visitor.token, params: { conversationId } })
      const address = path.replace('{conversationId}', conversationId).replace('{messageId}', items.at(-1)?.id ?? '')
      const content = contentOf({ path, body }, 'theirs')
      const { token: neighbour } = await server.visitor()
      const bea = await server.coach.setup.ensureCreator({ slug: 'bea', name: 'Bea', language: 'es' })
      const { key } = await server.coach.setup.createApiKey({ creatorId: bea.id, name: 'test' })
      const callers = audience === 'member' ? [key] : audience === 'visitor' ? [neighbour] : [neighbour, key]
      for (const token of callers) await expectRefusal(await server.request(address, { method, ...content, token }), 'RESOURCE_001')
      expect(JSON.stringify(await server.call(routes.messages.list, { token: visitor.token, params: { conversationId } }))).not.toContain('theirs')
    },
  )
})

describe('a credential', () => {
  test.each(['', 'Bearer', 'Bearer x', 'Basic YTpi', `Bearer cks_${'A'.repeat(43)}`, `Bearer ${'A'.repeat(5000)}`])(
    '%s opens nothing',
    async (authorization) => {
      await expectRefusal(await server.request('/v1/conversations', { headers: { authorization } }), 'AUTH_001')
    },
  )

  test('of a visitor does not open what is a member’s, nor the other way round', async () => {
    await expectRefusal(await server.request('/v1/creators/knowledge/documents', { token: visitor.token }), 'AUTH_003')
    await expectRefusal(await server.request('/v1/conversations', { method: 'POST', token: server.key }), 'AUTH_003')
  })
})

test.each(['es', 'en', 'pt'] as const)('a refusal speaks the language that was asked for: %s', async (language) => {
  const response = await server.request('/v1/nowhere', { headers: { 'accept-language': `${language}-419,${language};q=0.9` } })
  expect(await response.json()).toMatchObject({ error: { message: errorMessage('RESOURCE_001', language) } })
})

/** What fits a route below a conversation. */
function bodyOf(path: string, clientMessageId: string): string {
  if (path.startsWith('/v1/admin/')) return '{"isActive":true}'
  if (path.includes('/members/')) return '{"role":"viewer"}'
  if (path.endsWith('/feedback')) return '{"rating":"up"}'
  if (path.endsWith('/receipts')) return '{"read":1}'
  if (path.endsWith('/metadata')) return '{"intent":"theirs"}'
  return JSON.stringify(path.endsWith('/typing') ? { isTyping: true } : { clientMessageId, text: 'hola' })
}

function contentOf({ path, body }: { path: string; body?: RouteDefinition['body'] | undefined }, clientMessageId: string): RequestInit {
  if (!body) return {}
  if (body !== 'multipart') return { headers: json, body: bodyOf(path, clientMessageId) }
  const form = new FormData()
  form.set('file', new File(['Otra guía.'], 'otra.md'))
  return { body: form }
}
