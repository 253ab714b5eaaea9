import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server.close())

const put = (path: string, body: unknown, token: string) =>
  server.request(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body), token })
const { profile, updateProfile, allowedDomains, setAllowedDomains } = routes.creators
const entries = async (token: string) =>
  (await server.call(routes.audit.list, { token, query: { limit: 100 } })).items.filter(({ action }) => action.startsWith('creator.'))
const creatorOf = async (token: string) => (await server.call(routes.auth.me, { token })).membership.creator

test('a profile is what was said at the registration, and what was changed since, field by field', async () => {
  const token = await server.person()
  const before = await server.call(profile, { token })
  expect(before).toEqual({
    ...(await creatorOf(token)),
    tier: 'free',
    settings: {},
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: before.createdAt,
  })

  const settings = { theme: { dark: true, accents: ['ñ', null, 1.5] } }
  const changed = await server.call(updateProfile, { token, body: { name: '  Estudio Núñez ', companyName: 'Núñez S. L.', settings } })
  expect(changed).toEqual({ ...before, name: 'Estudio Núñez', companyName: 'Núñez S. L.', settings, updatedAt: expect.any(String) })
  expect(Date.parse(changed.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt))
  expect(await server.call(profile, { token })).toEqual(changed)

  const next = await server.call(updateProfile, { token, body: { companyName: null, language: 'pt', settings: { other: 1 } } })
  expect(next).toMatchObject({ name: 'Estudio Núñez', language: 'pt', settings: { other: 1 } })
  expect(next).not.toHaveProperty('companyName')
  expect(next.settings).toEqual({ other: 1 })
  const config = await server.call(routes.widget.config, { params: { creator: before.slug } })
  expect(config).toMatchObject({ name: 'Estudio Núñez', language: 'pt' })

  const log = await entries(token)
  expect(log).toMatchObject([
    { action: 'creator.profile_changed', subject: `creator:${before.id}`, details: { fields: 'companyName language settings' } },
    { actor: expect.stringMatching(/^account:/), details: { fields: 'name companyName settings' } },
  ])
  expect(JSON.stringify(log)).not.toContain('Núñez')
})

test('what is the same as before changes nothing and leaves no entry', async () => {
  const token = await server.person()
  const settings = { b: 1, a: { d: 1, c: 2 } }
  const before = await server.call(updateProfile, { token, body: { settings } })
  expect(await server.call(updateProfile, { token, body: {} })).toEqual(before)
  expect(await server.call(updateProfile, { token, body: { name: before.name, settings: { a: { c: 2, d: 1 }, b: 1 } } })).toEqual(before)
  expect(await entries(token)).toHaveLength(1)
})

test.each<[string, string]>([
  ['{"tier":"enterprise"}', 'body'],
  ['{"slug":"other"}', 'body'],
  ['{"name":" "}', 'body.name'],
  [`{"name":"${'x'.repeat(201)}"}`, 'body.name'],
  ['{"language":"fr"}', 'body.language'],
  ['{"settings":[]}', 'body.settings'],
  ['{"settings":"x"}', 'body.settings'],
  ['{"settings":{"a":{"__proto__":{"admin":true}}}}', 'body'],
  ['{"settings":{"constructor":1}}', 'body'],
  ['{"settings":{"a\\u0000":1}}', 'body.settings'],
  [`{"settings":{"a":"${'ñ'.repeat(8200)}"}}`, 'body.settings'],
  [`{"settings":{"a":${'['.repeat(6000)}${']'.repeat(6000)}}}`, 'body.settings'],
])('%.60s is refused at %s', async (body, path) => {
  const token = await server.person()
  const { details } = await expectRefusal(await put(updateProfile.path, body, token), 'VAL_001')
  expect(details).toMatchObject({ issues: [expect.objectContaining({ path })] })
  expect(await server.call(profile, { token })).toMatchObject({ settings: {} })
})

test('text that PostgreSQL cannot hold is kept as a browser would show it', async () => {
  const token = await server.person()
  const kept = await server.call(updateProfile, { token, body: { name: 'A\0na', settings: { a: '\ud800' } } })
  expect(kept).toMatchObject({ name: 'A\uFFFDna', settings: { a: '\uFFFD' } })
})

test('a company that was named at the registration is in the profile', async () => {
  const mails: string[] = []
  const other = await startTestServer({ mailer: { send: async ({ text }) => void mails.push(text) } })
  const [email, password] = ['eva@example.com', 'siete caballos rumbo al mar']
  await other.call(routes.auth.register, { body: { email, password, fullName: 'Eva', companyName: 'Estudio Eva', language: 'es' } })
  while (mails.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await other.call(routes.auth.verifyEmail, { body: { token: /^[\w-]+\.[\w-]+\.[\w-]+$/m.exec(mails[0] ?? '')?.[0] ?? '' } })
  const { accessToken: token } = await other.call(routes.auth.login, { body: { email, password } })
  expect(await other.call(profile, { token })).toMatchObject({ name: 'Estudio Eva', companyName: 'Estudio Eva' })
  await other.close()
})

test('websites are changed by the owner, count at once and are in the log', async () => {
  const token = await server.person()
  const { slug } = await creatorOf(token)
  const fromPage = () => server.request(routes.widget.config.path.replace('{creator}', slug), { headers: { origin: 'https://ana.example' } })
  expect(await server.call(allowedDomains, { token })).toEqual({ domains: [] })
  await expectRefusal(await fromPage(), 'ORIGIN_001')
  expect(await server.call(setAllowedDomains, { token, body: { domains: [' ANA.example ', '*.shop.test', 'ana.example'] } })).toEqual({
    domains: ['ana.example', '*.shop.test'],
  })
  expect((await fromPage()).status).toBe(200)
  expect(await server.call(allowedDomains, { token })).toEqual({ domains: ['ana.example', '*.shop.test'] })
  expect(await entries(token)).toMatchObject([{ action: 'creator.domains_changed', details: { count: '2' } }])

  const { details } = await expectRefusal(await put(setAllowedDomains.path, { domains: ['good.example', '*.com'] }, token), 'VAL_001')
  expect(details).toEqual({ issues: [{ path: 'body.domains.1', code: 'invalid_domain' }] })
  await server.call(setAllowedDomains, { token, body: { domains: [] } })
  await expectRefusal(await fromPage(), 'ORIGIN_001')
})

test('servers of the creator read the profile with a key that may, and change nothing', async () => {
  const token = await server.person()
  const keyFor = async (scope: 'profile:read' | 'knowledge:read') =>
    (await server.call(routes.apiKeys.create, { token, body: { name: scope, scopes: [scope] } })).key
  const [reader, other] = [await keyFor('profile:read'), await keyFor('knowledge:read')]
  expect(await server.call(profile, { token: reader })).toEqual(await server.call(profile, { token }))
  await expectRefusal(await server.request(profile.path, { token: other }), 'AUTH_003')
  await expectRefusal(await put(updateProfile.path, { name: 'Eva' }, reader), 'AUTH_003')
  await expectRefusal(await server.request(allowedDomains.path, { token: reader }), 'AUTH_003')
})
