import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const password = 'siete caballos rumbo al mar'
let server: TestServer
let admin: string

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.person()
  const { account } = await me(admin)
  await expectRefusal(await server.request(routes.platform.creators.path, { token: admin }), 'AUTH_003')
  await server.coach.setup.setPlatformAdmin({ email: account.email, isAdmin: true })
}, 60_000)
afterAll(() => server.close())

const me = (token: string) => server.call(routes.auth.me, { token })
const sendJson = (method: string, path: string, body: object, token?: string) =>
  server.request(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...(token ? { token } : {}) })
const signIn = (email: string) => sendJson('POST', routes.auth.login.path, { email, password })
const entriesOf = async (token: string) => (await server.call(routes.audit.list, { token, query: { limit: 100 } })).items

async function creator() {
  const token = await server.person()
  const { account, membership } = await me(token)
  return { token, email: account.email, accountId: account.id, creatorId: membership.creator.id, slug: membership.creator.slug }
}

describe('the platform’s own people', () => {
  it('see every creator and find an account by its address', async () => {
    const ana = await creator()
    const { items } = await server.call(routes.platform.creators, { token: admin, query: { limit: 100 } })
    expect(items.find(({ id }) => id === ana.creatorId)).toMatchObject({ slug: ana.slug, tier: 'free', isActive: true })
    const found = await server.call(routes.platform.accounts, { token: admin, query: { email: ana.email.toUpperCase() } })
    expect(found.items).toMatchObject([{ id: ana.accountId, isActive: true, isAdmin: false }])
    expect(JSON.stringify(found)).not.toContain('argon2')
    expect(await server.call(routes.platform.accounts, { token: admin, query: { email: 'nobody@example.com' } })).toEqual({ items: [] })
  })

  it('see how the server that answers does: who is connected, what it holds and what waits', async () => {
    const figures = () => server.call(routes.platform.instance, { token: admin })
    const before = await figures()
    expect(before).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/), connections: { realtime: 0, chat: 0 }, queue: { dead: 0 } })
    expect(before.work).toContainEqual({ kind: 'answer', running: 0, places: 100 })
    expect(before.memory.resident).toBeGreaterThan(before.memory.heap)
    expect(before.memory.heapLimit).toBeGreaterThan(before.memory.heap)
    expect(Date.parse(before.startedAt)).toBeLessThanOrEqual(Date.now())
    const { token } = await server.visitor()
    const { ticket } = await server.call(routes.realtime.ticket, { token })
    const reader = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
    reader.send({ id: 1, connect: { token: ticket } })
    await reader.reply(1)
    expect(await figures()).toMatchObject({ id: before.id, connections: { realtime: 1 } })
    reader.socket.close()
    await expect.poll(async () => (await figures()).connections.realtime).toBe(0)
    await expectRefusal(await server.request(routes.platform.instance.path, { token: (await creator()).token }), 'AUTH_003')
  })

  it('are nobody to others, and stop being it at once', async () => {
    const ana = await creator()
    await server.coach.setup.setPlatformAdmin({ email: ana.email, isAdmin: true })
    await server.call(routes.platform.creators, { token: ana.token })
    await server.coach.setup.setPlatformAdmin({ email: ana.email, isAdmin: false })
    await expectRefusal(await server.request(routes.platform.creators.path, { token: ana.token }), 'AUTH_003')
    await expect(server.coach.setup.setPlatformAdmin({ email: 'nobody@example.com', isAdmin: true })).rejects.toMatchObject({ code: 'RESOURCE_001' })
  })

  it('change a creator’s tier, and its log says so', async () => {
    const ana = await creator()
    const { creatorId } = ana
    expect(await server.call(routes.platform.setCreator, { token: admin, params: { creatorId }, body: { tier: 'premium' } })).toMatchObject({ tier: 'premium' })
    const by = (await me(admin)).account.id
    expect((await entriesOf(ana.token))[0]).toMatchObject({ actor: `admin:${by}`, action: 'creator.standing_changed', details: { tier: 'premium' } })
    const unknown = `/v1/admin/creators/${ana.accountId}`
    await expectRefusal(await sendJson('PATCH', unknown, { tier: 'free' }, admin), 'RESOURCE_001')
  })
})

describe('a suspended creator', () => {
  it('answers nobody, at once, until it is readmitted', async () => {
    const ana = await creator()
    const { key } = await server.call(routes.apiKeys.create, { token: ana.token, body: { name: 'Web', scopes: ['knowledge:read'] } })
    const { token: visitor } = await server.call(routes.sessions.create, { body: { creator: ana.slug } })
    const sockets = await Promise.all([ana.token, visitor, key].map((token) => connected(token)))
    await server.call(routes.platform.setCreator, { token: admin, params: { creatorId: ana.creatorId }, body: { isActive: false } })
    await expectRefusal(await sendJson('POST', routes.sessions.create.path, { creator: ana.slug }), 'CREATOR_003')
    await expectRefusal(await server.request(`/v1/widgets/${ana.slug}/config`), 'CREATOR_003')
    await expectRefusal(await server.request(routes.sessions.current.path, { token: visitor }), 'CREATOR_003')
    await expectRefusal(await server.request(routes.knowledge.list.path, { token: key }), 'CREATOR_003')
    await expectRefusal(await server.request(routes.auth.me.path, { token: ana.token }), 'AUTH_001')
    await expectRefusal(await signIn(ana.email), 'CREATOR_003')
    for (const socket of sockets) expect(await socket.closed).toMatchObject({ code: 3500 })
    await server.call(routes.platform.setCreator, { token: admin, params: { creatorId: ana.creatorId }, body: { isActive: true } })
    expect((await server.request(routes.sessions.current.path, { token: visitor })).status).toBe(200)
    expect((await server.request(routes.knowledge.list.path, { token: key })).status).toBe(200)
    expect((await me(ana.token)).membership.creator.slug).toBe(ana.slug)
  }, 20_000)

  async function connected(token: string) {
    const { ticket } = await server.call(routes.realtime.ticket, { token })
    const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
    client.send({ id: 1, connect: { token: ticket } })
    expect(await client.reply(1)).toHaveProperty('connect')
    return client
  }
})

describe('a suspended account', () => {
  it('is signed out everywhere and cannot sign in until it is readmitted', async () => {
    const ana = await creator()
    const { refreshToken } = await server.call(routes.auth.login, { body: { email: ana.email, password } })
    const setActive = (isActive: boolean) => server.call(routes.platform.setAccount, { token: admin, params: { accountId: ana.accountId }, body: { isActive } })
    expect(await setActive(false)).toMatchObject({ id: ana.accountId, isActive: false })
    await expectRefusal(await server.request(routes.auth.me.path, { token: ana.token }), 'AUTH_001')
    await expectRefusal(await sendJson('POST', routes.auth.refresh.path, { refreshToken }), 'AUTH_002')
    await expectRefusal(await signIn(ana.email), 'ACCOUNT_006')
    await expectRefusal(await sendJson('POST', routes.auth.login.path, { email: ana.email, password: 'otra contraseña' }), 'AUTH_001')
    await setActive(true)
    await expectRefusal(await server.request(routes.auth.me.path, { token: ana.token }), 'AUTH_001')
    const { accessToken } = await server.call(routes.auth.login, { body: { email: ana.email, password } })
    expect((await entriesOf(accessToken)).map(({ action }) => action)).toEqual(expect.arrayContaining(['account.suspended', 'account.readmitted']))
  })
})

describe('acting for a creator', () => {
  const enter = (creatorId: string) => server.call(routes.platform.impersonate, { token: admin, body: { creatorId, reason: 'Their upload fails, ticket 42' } })

  it('reads and assists, and nothing an owner does; each call is in the creator’s log', async () => {
    const ana = await creator()
    await server.upload(new File(['# Hola\n\nUna guía.'], 'a.md'), { token: ana.token })
    const { accessToken: token, impersonation, expiresIn } = await enter(ana.creatorId)
    expect(expiresIn).toBe(900)
    expect((await server.call(routes.knowledge.list, { token })).items).toMatchObject([{ name: 'a.md' }])
    for (const { path } of [routes.apiKeys.list, routes.audit.list, routes.platform.creators, routes.auth.me]) {
      await expectRefusal(await server.request(path, { token }), 'AUTH_003')
    }
    await expectRefusal(await server.upload(new File(['# Adiós'], 'b.md'), { token }), 'AUTH_003')
    await expectRefusal(await server.request(routes.realtime.ticket.path, { method: 'POST', token }), 'AUTH_003')
    await server.call(routes.platform.endImpersonation, { token: admin, params: { impersonationId: impersonation.id } })
    await expectRefusal(await server.request(routes.knowledge.list.path, { token }), 'AUTH_001')
    await expectRefusal(await server.request(`/v1/admin/impersonations/${impersonation.id}`, { method: 'DELETE', token: admin }), 'RESOURCE_001')
    const by = (await me(admin)).account.id
    expect((await entriesOf(ana.token)).filter(({ action }) => action.startsWith('support.')).toReversed()).toMatchObject([
      { action: 'support.entered', actor: `admin:${by}`, subject: `impersonation:${impersonation.id}`, details: { reason: 'Their upload fails, ticket 42' } },
      { action: 'support.called', actor: `support:${by}`, subject: 'route:knowledge.list' },
      { action: 'support.called', actor: `support:${by}`, subject: 'route:auth.me' },
      { action: 'support.called', actor: `support:${by}`, subject: 'route:realtime.ticket' },
      { action: 'support.left', actor: `admin:${by}` },
    ])
  })

  it('reaches no other creator, needs a reason, and is for admins', async () => {
    const [ana, eva] = [await creator(), await creator()]
    const { conversationId } = await visitorOf(eva.slug)
    const { accessToken: token } = await enter(ana.creatorId)
    await expectRefusal(await server.request(`/v1/conversations/${conversationId}`, { token }), 'RESOURCE_001')
    const path = routes.platform.impersonate.path
    await expectRefusal(await sendJson('POST', path, { creatorId: ana.creatorId, reason: 'because' }, admin), 'VAL_001')
    await expectRefusal(await sendJson('POST', path, { creatorId: ana.accountId, reason: 'a reason that is long' }, admin), 'RESOURCE_001')
    await expectRefusal(await sendJson('POST', path, { creatorId: eva.creatorId, reason: 'a reason that is long' }, ana.token), 'AUTH_003')
  })

  async function visitorOf(slug: string) {
    const { token } = await server.call(routes.sessions.create, { body: { creator: slug } })
    const { id } = await server.call(routes.conversations.create, { token })
    return { conversationId: id }
  }
})
