import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'

let server: TestServer
let owner: string

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.person()
}, 60_000)
afterAll(() => server.close())

const newKey = { name: 'bridge', scopes: ['conversations:write'] }
const make = (idempotencyKey: string, body: object = newKey, { path }: { path: string } = routes.apiKeys.create, token = owner) =>
  server.request(path, {
    method: 'POST',
    token,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
  })
const keys = async () => (await server.call(routes.apiKeys.list, { token: owner })).items.length

test('a repeat gets the first answer, however it is written, and makes nothing more', async () => {
  const before = await keys()
  const first = await make('repeat')
  expect(first.status).toBe(201)
  const made = routes.apiKeys.create.result.parse(await first.json())
  const again = await make('repeat', { scopes: newKey.scopes, name: ` ${newKey.name} ` })
  expect([again.status, await again.json()]).toEqual([201, made])
  expect(await keys()).toBe(before + 1)
  // What it made works.
  expect((await server.request(routes.conversations.list.path, { token: made.key })).status).toBe(403)
})

test('another request under the same key is refused, and one without a key is another one', async () => {
  const before = await keys()
  await make('taken')
  await expectRefusal(await make('taken', { ...newKey, name: 'other' }), 'idempotency_conflict')
  await expectRefusal(await make('taken', {}, routes.identity.createKey), 'idempotency_conflict')
  await server.call(routes.apiKeys.create, { token: owner, body: { name: 'bridge', scopes: ['usage:read'] } })
  expect(await keys()).toBe(before + 2)
})

test('fifty at once make one thing; whoever comes too early is told to ask again', async () => {
  const before = await keys()
  const answers = await Promise.all(Array.from({ length: 50 }, () => make('at-once')))
  const refused = answers.filter(({ status }) => status !== 201)
  for (const response of refused) await expectRefusal(response, 'idempotency_pending')
  const made = await Promise.all(answers.filter(({ status }) => status === 201).map((response) => response.text()))
  expect(new Set(made).size).toBe(1)
  expect(await keys()).toBe(before + 1)
  expect(await (await make('at-once')).text()).toBe(made[0])
})

test('a key is its caller’s own, and of a visitor’s session', async () => {
  const visitors = [await server.visitor(), await server.visitor()]
  const begun = await Promise.all(visitors.map(({ token }) => make('shared', {}, routes.conversations.create, token)))
  const ids = await Promise.all(begun.map(async (response) => routes.conversations.create.result.parse(await response.json()).id))
  expect(new Set(ids).size).toBe(2)
  const other = await server.person()
  const [mine, theirs] = [await make('shared'), await make('shared', newKey, routes.apiKeys.create, other)]
  expect([mine.status, theirs.status]).toEqual([201, 201])
  expect(await mine.text()).not.toBe(await theirs.text())
})

test('what failed may be tried again under its key', async () => {
  const invite = (email: string) => make('invitation', { email, role: 'viewer', language: 'es' }, routes.members.invite)
  await expectRefusal(await invite('not an address'), 'ACCOUNT_001')
  expect((await invite('eva@example.com')).status).toBe(202)
})

test('visitors open one conversation under a key', async () => {
  const { token } = await server.visitor()
  const open = async () => (await make('open', {}, routes.conversations.create, token)).json()
  expect(await open()).toEqual(await open())
  const { items } = await server.call(routes.conversations.list, { token })
  expect(items).toHaveLength(2)
})

test('a key that is none is refused', async () => {
  await expectRefusal(await make('a'.repeat(256)), 'VAL_001')
  await expectRefusal(await make('two words'), 'VAL_001')
})
