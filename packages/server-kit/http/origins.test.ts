import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'

const anaPage = 'https://ana.example'
const beaPage = 'https://www.bea.test'
const dashboard = 'https://dashboard.example'
const json = { 'content-type': 'application/json' }

let server: TestServer
let tokens: Record<'ana' | 'bea' | 'new', string>
beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  server = await startTestServer({ allowedOrigins: [dashboard] })
  await server.coach.setup.allowDomains({ creatorId: server.creatorId, domains: ['ana.example'] })
  await server.coach.setup.ensureCreator({ slug: 'bea', name: 'Bea', language: 'es', allowedDomains: ['*.bea.test'] })
  await server.coach.setup.ensureCreator({ slug: 'new', name: 'New', language: 'es' })
  const token = async (creator: string) => (await server.call(routes.sessions.create, { body: { creator } })).token
  tokens = { ana: await token('ana'), bea: await token('bea'), new: await token('new') }
}, 60_000)
afterAll(async () => {
  await server.close()
  vi.unstubAllEnvs()
})

const list = (origin: string, token: string) => server.request(routes.conversations.list.path, { token, headers: { origin } })
const config = (origin: string, creator: string) => server.request(`/v1/widgets/${creator}/config`, { headers: { origin } })
const begin = (headers: Record<string, string>, creator: string) =>
  server.request(routes.sessions.create.path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ creator }) })
const preflight = (origin: string) =>
  server.request(routes.sessions.create.path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })

test.each<[string, string, keyof typeof tokens, boolean]>([
  ['its own page', anaPage, 'ana', true],
  ["another creator's page", beaPage, 'ana', false],
  ["the other creator's own", beaPage, 'bea', true],
  ['a page of the integrator', dashboard, 'ana', true],
  ['a page of the integrator, without a list', dashboard, 'new', true],
  ["another creator's page, without a list", anaPage, 'new', false],
  ['a local page', 'http://localhost:3000', 'new', false],
])('%s (%s) calls as %s: %s', async (_, origin, creator, allowed) => {
  for (const answer of [await list(origin, tokens[creator]), await config(origin, creator), await begin({ origin }, creator)]) {
    expect(answer.headers.get('vary')).toContain('origin')
    if (allowed) expect([answer.ok, answer.headers.get('access-control-allow-origin')]).toEqual([true, origin])
    else {
      expect(['*', origin], 'the page can read why').toContain(answer.headers.get('access-control-allow-origin'))
      expect((await expectRefusal(answer, 'ORIGIN_001')).details).toEqual({ origin })
    }
  }
})

test('a preflight is answered to the pages that somebody lists, and to no other', async () => {
  for (const origin of [anaPage, beaPage, dashboard]) {
    const answer = await preflight(origin)
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual([204, origin, 'origin'])
  }
  for (const origin of ['https://evil.example', 'https://bea.test', 'null', 'http://ana.example']) {
    const answer = await preflight(origin)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    await expectRefusal(answer, 'ORIGIN_001')
  }
})

test('a browser that does not name its page is refused, unless a page of the server itself reads', async () => {
  const browser = { 'user-agent': 'Mozilla/5.0' }
  await expectRefusal(await begin(browser, 'ana'), 'ORIGIN_001')
  await expectRefusal(await begin({ ...browser, origin: 'null' }, 'ana'), 'ORIGIN_001')
  const read = (headers: Record<string, string>) => server.request('/v1/widgets/ana/config', { headers: { ...browser, ...headers } })
  await expectRefusal(await read({ 'sec-fetch-site': 'cross-site' }), 'ORIGIN_001')
  expect((await read({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  expect((await read({})).status).toBe(200)
  expect((await begin({}, 'ana')).status, 'what is no browser has no page').toBe(201)
  expect((await begin({ ...browser, origin: new URL(server.url).origin }, 'new')).status, "the server's own page").toBe(201)
})

test('what anybody may load is not asked for its origin', async () => {
  expect((await server.request('/openapi.json', { headers: { origin: 'https://evil.example' } })).status).toBe(200)
})

test('an expired credential is told to the page that has it', async () => {
  const answer = await list(anaPage, `cks_${'x'.repeat(43)}`)
  expect(answer.headers.get('access-control-allow-origin')).toBe(anaPage)
  await expectRefusal(answer, 'AUTH_001')
})

test('a list that is changed counts from the next call on', async () => {
  const { id: creatorId } = await server.coach.setup.ensureCreator({ slug: 'eva', name: 'Eva', language: 'es' })
  const page = 'https://eva.example'
  await expectRefusal(await config(page, 'eva'), 'ORIGIN_001')
  await server.coach.setup.allowDomains({ creatorId, domains: ['eva.example'] })
  expect((await config(page, 'eva')).status).toBe(200)
  await server.coach.setup.allowDomains({ creatorId, domains: [] })
  await expectRefusal(await config(page, 'eva'), 'ORIGIN_001')
})

test('the public widget configuration has the presentational keys and no other', async () => {
  const read = async (answer: Response) => (await answer.json()) as { config: object }
  const shown = await read(await config(anaPage, 'ana'))
  const { config: ofNewSession } = await read(await begin({ origin: anaPage }, 'ana'))
  const { config: ofSession } = await read(await server.request(routes.sessions.current.path, { token: tokens.ana }))
  // A key that is added here is shown to the whole web.
  expect(Object.keys(shown).sort()).toMatchInlineSnapshot(`
    [
      "active",
      "autoOpen",
      "backgroundColor",
      "borderRadius",
      "creator",
      "greeting",
      "language",
      "name",
      "placeholder",
      "position",
      "primaryColor",
      "responseDelayMs",
      "secondaryColor",
      "showTypingIndicator",
      "suggestions",
      "textColor",
    ]
  `)
  expect([ofNewSession, ofSession]).toEqual([shown, shown])
})
