import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Mail } from '../../ports/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const password = 'siete caballos rumbo al mar'
const mails: Mail[] = []
let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer({ mailer: { send: async (mail) => void mails.push(mail) } })
}, 60_000)
afterAll(() => server.close())

const patch = (path: string, body: object, token: string) =>
  server.request(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), token })
const post = (path: string, body: object, token?: string) =>
  server.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...(token ? { token } : {}) })
const memberPath = (accountId: string) => `/v1/creators/members/${accountId}`

async function codeFor(email: string): Promise<string> {
  for (;;) {
    const mail = mails.findLast(({ to }) => to === email)
    if (mail) return /^[\w-]+\.[\w-]+\.[\w-]+$/m.exec(mail.text)?.[0] ?? ''
    await new Promise((resolve) => setImmediate(resolve))
  }
}
const signIn = (email: string, creator?: string) => server.call(routes.auth.login, { body: { email, password, ...(creator ? { creator } : {}) } })

async function owner() {
  const email = `owner-${count++}@example.com`
  await server.call(routes.auth.register, { body: { email, password, fullName: 'Ana', companyName: `Estudio ${count}`, language: 'es' } })
  await server.call(routes.auth.verifyEmail, { body: { token: await codeFor(email) } })
  const { accessToken, membership, account } = await signIn(email)
  return { email, token: accessToken, slug: membership.creator.slug, accountId: account.id }
}
async function joined(by: { token: string; slug: string }, role: 'owner' | 'support' | 'viewer') {
  const email = `member-${count++}@example.com`
  await server.call(routes.members.invite, { token: by.token, body: { email, role, language: 'es' } })
  await server.call(routes.auth.acceptInvitation, { body: { token: await codeFor(email), fullName: 'Luis', password } })
  const { accessToken, account } = await signIn(email, by.slug)
  return { email, token: accessToken, accountId: account.id }
}

describe('members', () => {
  it('join with the code that was mailed, once, and may do what their role says', async () => {
    const ana = await owner()
    const viewer = await joined(ana, 'viewer')
    expect((await server.call(routes.members.list, { token: viewer.token })).items).toMatchObject([
      { email: ana.email, role: 'owner' },
      { email: viewer.email, name: 'Luis', role: 'viewer' },
    ])
    await expectRefusal(await post(routes.auth.acceptInvitation.path, { token: await codeFor(viewer.email) }), 'ACCOUNT_003')
    await expectRefusal(await server.upload(new File(['# Hola'], 'a.md'), { token: viewer.token }), 'AUTH_003')
    await expectRefusal(await post(routes.members.invite.path, { email: 'x@example.com', role: 'owner', language: 'es' }, viewer.token), 'AUTH_003')
    expect((await server.upload(new File(['# Hola\n\nUna guía.'], 'a.md'), { token: ana.token })).status).toBe(201)
  })

  it('with an account of their own join as they are, and choose for whom they sign in', async () => {
    const [ana, eva] = [await owner(), await owner()]
    await server.call(routes.members.invite, { token: ana.token, body: { email: eva.email, role: 'support', language: 'es' } })
    await server.call(routes.auth.acceptInvitation, { body: { token: await codeFor(eva.email) } })
    expect((await signIn(eva.email, ana.slug)).membership).toMatchObject({ role: 'support', creator: { slug: ana.slug } })
    expect((await signIn(eva.email)).membership).toMatchObject({ role: 'owner', creator: { slug: eva.slug } })
  })

  it('without an account must give a name and a password', async () => {
    const ana = await owner()
    const email = `new-${count++}@example.com`
    await server.call(routes.members.invite, { token: ana.token, body: { email, role: 'viewer', language: 'en' } })
    const token = await codeFor(email)
    await expectRefusal(await post(routes.auth.acceptInvitation.path, { token }), 'ACCOUNT_005')
    await expectRefusal(await post(routes.auth.acceptInvitation.path, { token, fullName: 'Luis', password: 'short' }), 'ACCOUNT_002')
    await server.call(routes.auth.acceptInvitation, { body: { token, fullName: 'Luis', password } })
  })

  it('get another role, or go, at once', async () => {
    const ana = await owner()
    const { accountId, token } = await joined(ana, 'support')
    await server.call(routes.members.setRole, { token: ana.token, params: { accountId }, body: { role: 'owner' } })
    expect((await server.call(routes.auth.me, { token })).membership.role).toBe('owner')
    await server.call(routes.members.remove, { token: ana.token, params: { accountId } })
    await expectRefusal(await server.request(routes.auth.me.path, { token }), 'AUTH_001')
  })

  it('leave at least one owner, whoever goes at once', async () => {
    const ana = await owner()
    await expectRefusal(await patch(memberPath(ana.accountId), { role: 'viewer' }, ana.token), 'MEMBER_001')
    const eva = await joined(ana, 'owner')
    const answers = await Promise.all([
      patch(memberPath(eva.accountId), { role: 'viewer' }, ana.token),
      patch(memberPath(ana.accountId), { role: 'viewer' }, eva.token),
    ])
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
  })

  it('of another creator do not exist', async () => {
    const [ana, eva] = [await owner(), await owner()]
    await expectRefusal(await patch(memberPath(eva.accountId), { role: 'viewer' }, ana.token), 'RESOURCE_001')
    await expectRefusal(await server.request(memberPath(eva.accountId), { method: 'DELETE', token: ana.token }), 'RESOURCE_001')
    expect((await server.call(routes.members.list, { token: ana.token })).items).toHaveLength(1)
  })
})

describe('API keys', () => {
  it('do what their scopes say, show when they were used, and end at once', async () => {
    const ana = await owner()
    const { key, apiKey } = await server.call(routes.apiKeys.create, { token: ana.token, body: { name: 'Web', scopes: ['knowledge:read'] } })
    expect(apiKey).not.toHaveProperty('lastUsedAt')
    expect((await server.call(routes.knowledge.list, { token: key })).items).toEqual([])
    await expectRefusal(await server.upload(new File(['# Hola'], 'a.md'), { token: key }), 'AUTH_003')
    await expectRefusal(await post(routes.apiKeys.create.path, { name: 'More', scopes: ['knowledge:write'] }, key), 'AUTH_003')
    const { items } = await server.call(routes.apiKeys.list, { token: ana.token })
    expect(items).toEqual([{ ...apiKey, lastUsedAt: expect.any(String) }])
    expect(JSON.stringify(items)).not.toContain(key)
    const eva = await owner()
    await expectRefusal(await server.request(`/v1/creators/api-keys/${apiKey.id}`, { method: 'DELETE', token: eva.token }), 'RESOURCE_001')
    await server.call(routes.apiKeys.remove, { token: ana.token, params: { keyId: apiKey.id } })
    await expectRefusal(await server.request(routes.knowledge.list.path, { token: key }), 'AUTH_001')
  })
})

describe('the audit log', () => {
  it('has what was done, newest first, and is whole', async () => {
    const ana = await owner()
    const { accountId } = await joined(ana, 'viewer')
    await server.call(routes.members.setRole, { token: ana.token, params: { accountId }, body: { role: 'support' } })
    const { apiKey } = await server.call(routes.apiKeys.create, { token: ana.token, body: { name: 'Web', scopes: ['knowledge:read'] } })
    await server.call(routes.apiKeys.remove, { token: ana.token, params: { keyId: apiKey.id } })
    await server.call(routes.members.remove, { token: ana.token, params: { accountId } })
    const { items, nextCursor } = await server.call(routes.audit.list, { token: ana.token, query: { limit: 3 } })
    expect(items.map(({ action }) => action)).toEqual(['member.removed', 'api_key.removed', 'api_key.created'])
    const older = await server.call(routes.audit.list, { token: ana.token, query: { limit: 100, cursor: nextCursor ?? '' } })
    expect(older.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['member.role_changed', 'member.joined', 'member.invited', 'auth.signed_in']),
    )
    expect(older.items.find(({ action }) => action === 'member.role_changed')).toMatchObject({
      actor: `account:${ana.accountId}`,
      subject: `account:${accountId}`,
      details: { from: 'viewer', to: 'support' },
    })
    const entries = items.length + older.items.length
    expect(await server.call(routes.audit.verify, { token: ana.token })).toEqual({ entries, intact: true })
  })
})
