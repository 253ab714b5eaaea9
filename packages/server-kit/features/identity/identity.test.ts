import { createHmac } from 'node:crypto'
import { type RouteDefinition, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import { openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { vouchingCreator } from '../../testing/__fixtures__/vouching-creator.js'

let database: TestDatabase
let server: TestServer
beforeAll(async () => {
  database = await createTestDatabase()
  server = await startTestServer({ storage: postgres({ url: database.url }) })
}, 60_000)
afterAll(async () => {
  await server.close()
  await database.drop()
})

const path = (route: RouteDefinition, id: string) => route.path.replace(/\{\w+\}/g, id)
const current = routes.sessions.current
const openConversation = async (token: string, text?: string) => {
  const { id } = await server.call(routes.conversations.create, { token })
  if (text) await server.call(routes.messages.send, { token, params: { conversationId: id }, body: { clientMessageId: 'a', text } })
  return id
}
const conversationsOf = async (token: string) => (await server.call(routes.conversations.list, { token })).items.map(({ id }) => id)

/** A socket that a token opened. */
async function connected(token: string) {
  const { ticket } = await server.call(routes.realtime.ticket, { token })
  const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  client.send({ id: 1, connect: { token: ticket } })
  await client.reply(1)
  return client
}
const invalidToken = { code: 3500, reason: 'invalid token' }

describe('a vouched user', () => {
  it('has one session on every device, with the same conversations and the newest profile', async () => {
    const { signIn } = await vouchingCreator(server)
    const phone = await signIn('u-1', { name: 'José' })
    const id = await openConversation(phone.token)
    const laptop = await signIn('u-1', { email: 'jose@example.com' })
    expect(laptop.session).toMatchObject({ id: phone.session.id, user: { id: 'u-1', email: 'jose@example.com' } })
    expect(laptop.session.user).not.toHaveProperty('name')
    expect(laptop.token).not.toBe(phone.token)
    expect(await conversationsOf(laptop.token)).toEqual([id])
    expect((await server.call(current, { token: phone.token })).session).toEqual({ ...laptop.session, expiresAt: phone.session.expiresAt })
  })

  it('shares nothing with other users of the creator, nor with users of the same name elsewhere', async () => {
    const [mine, other] = [await vouchingCreator(server), await vouchingCreator(server)]
    await openConversation((await mine.signIn('u-1')).token)
    expect(await conversationsOf((await mine.signIn('U-1')).token)).toEqual([])
    expect(await conversationsOf((await other.signIn('u-1')).token)).toEqual([])
  })

  it('keeps for a day, where a visitor without a name keeps for 30', async () => {
    const { signIn, begin } = await vouchingCreator(server)
    const hours = ({ session }: { session: { expiresAt: string } }) => Math.round((Date.parse(session.expiresAt) - Date.now()) / 3_600_000)
    expect([hours(await signIn('u-1')), hours(await begin())]).toEqual([24, 30 * 24])
  })

  it('brings along what was talked about before signing in, and the former token ends', async () => {
    const { begin, signIn } = await vouchingCreator(server)
    const earlier = await openConversation((await signIn('u-1')).token)
    const anonymous = await begin()
    expect(anonymous.session).not.toHaveProperty('user')
    const id = await openConversation(anonymous.token, 'Hola')
    const { token } = await signIn('u-1', {}, anonymous.token)
    expect(new Set(await conversationsOf(token))).toEqual(new Set([earlier, id]))
    expect((await server.call(routes.messages.list, { token, params: { conversationId: id } })).items[0]?.text).toBe('Hola')
    expect((await server.request(current.path, { token: anonymous.token })).status).toBe(401)
  })

  it('takes nothing from another user, from another creator’s visitor, nor without signing in', async () => {
    const [mine, other] = [await vouchingCreator(server), await vouchingCreator(server)]
    const [user, foreign, visitor] = [await mine.signIn('u-1'), await other.begin(), await mine.begin()]
    for (const { token } of [user, foreign, visitor]) await openConversation(token)
    const taker = await mine.signIn('u-2', {}, user.token)
    await mine.signIn('u-2', {}, foreign.token)
    await mine.begin({}, visitor.token)
    expect(await conversationsOf(taker.token)).toEqual([])
    for (const { token } of [user, foreign, visitor]) expect(await conversationsOf(token)).toHaveLength(1)
  })

  it('signs out on one device: its token at once, its socket within 5 s, other devices stay', async () => {
    const { signIn } = await vouchingCreator(server)
    const [leaving, staying] = [await signIn('u-1'), await signIn('u-1')]
    const [ends, stays] = [await connected(leaving.token), await connected(staying.token)]
    await server.call(routes.sessions.end, { token: leaving.token })
    expect((await server.request(current.path, { token: leaving.token })).status).toBe(401)
    ends.send({ id: 2, rpc: { method: 'conversations.create', data: {} } })
    expect((await ends.reply(2)).error).toMatchObject({ message: 'AUTH_001' })
    expect(await ends.closed).toEqual(invalidToken)
    expect((await server.request(current.path, { token: staying.token })).status).toBe(200)
    stays.send({ id: 2, rpc: { method: 'conversations.create', data: {} } })
    expect(await stays.reply(2)).toHaveProperty('rpc')
    stays.socket.close()
  }, 20_000)
})

describe('a user hash', () => {
  it('vouches only where the creator has switched it on', async () => {
    const { secret, outcome, require } = await vouchingCreator(server)
    const user = { id: 'u-1', hash: createHmac('sha256', secret).update('u-1').digest('hex') }
    expect(await outcome({ user })).toBe('AUTH_006')
    await require(false, true)
    expect([await outcome({ user }), await outcome({ user: { ...user, id: 'u-2' } })]).toEqual(['u-1', 'AUTH_006'])
  })

  it('does not come together with a token', async () => {
    const { vouch, outcome } = await vouchingCreator(server)
    expect(await outcome({ identityToken: await vouch('u-1'), user: { id: 'u-2', hash: 'x' } })).toBe('VAL_001')
  })
})

describe('where users must be vouched for', () => {
  it('a session without a vouch is refused, a bad vouch is refused as such, and a good one is served', async () => {
    const { require, outcome, vouch } = await vouchingCreator(server)
    await require(true)
    expect(await outcome({})).toBe('AUTH_005')
    expect(await outcome({ identityToken: 'nonsense' })).toBe('AUTH_006')
    expect(await outcome({ user: { id: 'u-1', hash: 'x' } })).toBe('AUTH_006')
    expect(await outcome({ identityToken: await vouch('u-1') })).toBe('u-1')
  })

  const ofVisitors = Object.values(routes)
    .flatMap((group) => Object.values(group) as RouteDefinition[])
    .filter(({ audience }) => audience === 'visitor' || audience === 'participant')

  it('an anonymous session of before is refused on every route, and serves again when it is switched off', async () => {
    const { require, begin, codeOf } = await vouchingCreator(server)
    const { token } = await begin()
    const id = await openConversation(token)
    await require(true)
    for (const route of ofVisitors) expect(await codeOf(route.method, path(route, id), token), route.summary).toBe('AUTH_005')
    await require(false)
    expect(await conversationsOf(token)).toEqual([id])
  })

  it('its open socket takes no message and is closed within 5 s, a vouched user’s stays', async () => {
    const { require, begin, signIn } = await vouchingCreator(server)
    const [visitor, user] = [await begin(), await signIn('u-1')]
    const conversationId = await openConversation(visitor.token)
    const [ends, stays] = [await connected(visitor.token), await connected(user.token)]
    await require(true)
    ends.send({ id: 2, rpc: { method: 'messages.send', data: { params: { conversationId }, body: { clientMessageId: 'a', text: 'Hola' } } } })
    expect((await ends.reply(2)).error).toMatchObject({ code: 403, message: 'AUTH_005' })
    expect(await ends.closed).toEqual(invalidToken)
    stays.send({ id: 2, rpc: { method: 'conversations.create', data: {} } })
    expect(await stays.reply(2)).toHaveProperty('rpc')
    stays.socket.close()
    await require(false)
    expect((await server.call(routes.messages.list, { token: visitor.token, params: { conversationId } })).items).toEqual([])
  }, 20_000)

  it('a visitor who signs in goes on with the conversation of before', async () => {
    const { require, begin, signIn } = await vouchingCreator(server)
    const visitor = await begin()
    const id = await openConversation(visitor.token)
    await require(true)
    expect(await conversationsOf((await signIn('u-1', {}, visitor.token)).token)).toEqual([id])
  })
})

describe('identity keys', () => {
  it('there must be one before users can be required, and while they are', async () => {
    const owner = await server.person()
    const call = async (route: RouteDefinition, body?: object, id = '') => {
      const json = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}
      return (await server.request(path(route, id), { method: route.method, token: owner, ...json })).status
    }
    expect(await call(routes.identity.update, { required: true, hmac: false })).toBe(409)
    expect(await server.call(routes.identity.get, { token: owner })).toEqual({ required: false, hmac: false, keys: [] })
    const { key } = await server.call(routes.identity.createKey, { token: owner })
    expect(await call(routes.identity.update, { required: true, hmac: false })).toBe(200)
    expect(await call(routes.identity.removeKey, undefined, key.id)).toBe(409)
    await server.call(routes.identity.createKey, { token: owner })
    expect(await call(routes.identity.removeKey, undefined, key.id)).toBe(204)
    expect(await call(routes.identity.removeKey, undefined, key.id)).toBe(404)
  })

  it('two live at once: the former goes on for a day, the one before it ends', async () => {
    const { owner, vouch, outcome, secret: first } = await vouchingCreator(server)
    const make = () => server.call(routes.identity.createKey, { token: owner })
    const try_ = async (secret: string) => outcome({ identityToken: await vouch('u-1', {}, secret) })
    const { secret: second, key } = await make()
    expect(second).toMatch(/^cki_[\w-]{43}$/)
    const { keys } = await server.call(routes.identity.get, { token: owner })
    expect(keys).toMatchObject([{ id: key.id }, { expiresAt: expect.any(String) }])
    expect(keys[0]).not.toHaveProperty('expiresAt')
    expect(Math.round((Date.parse(keys[1]?.expiresAt ?? '') - Date.now()) / 3_600_000)).toBe(24)
    expect([await try_(first), await try_(second)]).toEqual(['u-1', 'u-1'])
    const { secret: third } = await make()
    expect([await try_(first), await try_(second), await try_(third)]).toEqual(['AUTH_006', 'u-1', 'u-1'])
    await database.execute(`update coach.identity_keys set expires_at = now() - interval '1 second' where id = '${key.id}'`)
    expect([await try_(second), await try_(third)]).toEqual(['AUTH_006', 'u-1'])
  })

  it('made ten at once, two live', async () => {
    const { owner } = await vouchingCreator(server)
    await Promise.all(Array.from({ length: 10 }, () => server.call(routes.identity.createKey, { token: owner })))
    expect((await server.call(routes.identity.get, { token: owner })).keys).toHaveLength(2)
  })

  it('are written in the audit log, and nowhere in clear', async () => {
    const { owner, secret, require, key } = await vouchingCreator(server)
    await require(true, true)
    const { items } = await server.call(routes.audit.list, { token: owner })
    const noted = items.map(({ action, subject, details }) => ({ action, subject, details }))
    expect(noted).toContainEqual({ action: 'identity_key.created', subject: `identity_key:${key.id}`, details: {} })
    expect(noted[0]).toMatchObject({ action: 'identity.updated', details: { required: 'true', hmac: 'true' } })
    const stored = JSON.stringify([await database.execute('select sealed from coach.identity_keys'), items])
    expect(stored).not.toContain(secret)
    expect(stored).not.toContain(Buffer.from(secret).toString('base64').slice(0, 40))
  })

  it('are nothing for a server’s API key', async () => {
    expect((await server.request(routes.identity.get.path, { token: server.key })).status).toBe(403)
    expect((await server.request(routes.identity.createKey.path, { method: 'POST', token: server.key })).status).toBe(403)
  })
})
