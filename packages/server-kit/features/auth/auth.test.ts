import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Mail } from '../../ports/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const password = 'siete caballos rumbo al mar'
const other = 'ocho gaviotas sobre el puerto'
let server: TestServer
const mails: Mail[] = []
const mailTo = async (to: string, subject?: RegExp): Promise<string> => {
  for (;;) {
    const mail = mails.findLast((sent) => sent.to === to && (subject?.test(sent.subject) ?? true))
    if (mail) return /^[\w-]+\.[\w-]+\.[\w-]+$/m.exec(mail.text)?.[0] ?? ''
    await new Promise((resolve) => setImmediate(resolve))
  }
}
let count = 0
const newEmail = () => `person-${count++}@example.com`
const post = (path: string, body: object, token?: string) =>
  server.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...(token ? { token } : {}) })
const register = (email: string) => server.call(routes.auth.register, { body: { email, password, fullName: 'Ana López', language: 'es' } })
const login = (email: string, given = password) => post(routes.auth.login.path, { email, password: given })

async function verified(email = newEmail()) {
  await register(email)
  await server.call(routes.auth.verifyEmail, { body: { token: await mailTo(email) } })
  return email
}
async function signedIn() {
  const email = await verified()
  return { email, ...(await server.call(routes.auth.login, { body: { email, password } })) }
}
const me = (token: string) => server.request(routes.auth.me.path, { token })

beforeAll(async () => {
  server = await startTestServer({ mailer: { send: async (mail) => void mails.push(mail) } })
}, 60_000)
afterAll(() => server.close())

describe('registering', () => {
  it('opens an account and its coach, once the address is confirmed', async () => {
    const email = newEmail()
    expect(await register(email)).toEqual({ email })
    const token = await mailTo(email)
    await expectRefusal(await login(email), 'ACCOUNT_004')
    await server.call(routes.auth.verifyEmail, { body: { token: await mailTo(email, /Confirm your/) } })
    await expectRefusal(await post(routes.auth.verifyEmail.path, { token }), 'ACCOUNT_003')
    const signed = await server.call(routes.auth.login, { body: { email, password } })
    expect(signed).toMatchObject({ account: { email, name: 'Ana López', emailVerified: true }, membership: { role: 'owner', creator: { name: 'Ana López' } } })
    expect(signed.expiresIn).toBeGreaterThan(880)
    const list = await server.call(routes.knowledge.list, { token: signed.accessToken })
    expect(list.items).toEqual([])
  })

  it('answers the same for a known address, and tells its owner by mail', async () => {
    const email = await verified()
    const { headers: _, ...known } = await outcome(post(routes.auth.register.path, { email, password, fullName: 'Eva', language: 'en' }))
    expect(known).toEqual({ status: 202, body: { email } })
    await mailTo(email, /already have an account/)
    expect((await login(email)).status).toBe(200)
  })

  it('refuses what is no address, a weak password and a name that is taken', async () => {
    const body = { email: newEmail(), password, fullName: 'Ana', language: 'es' }
    await expectRefusal(await post(routes.auth.register.path, { ...body, email: 'ana@localhost' }), 'ACCOUNT_001')
    const weak = await expectRefusal(await post(routes.auth.register.path, { ...body, password: 'contraseña12345' }), 'ACCOUNT_002')
    expect(weak.details).toEqual({ problems: expect.arrayContaining(['common']) })
    for (const slug of ['ana', 'admin']) await expectRefusal(await post(routes.auth.register.path, { ...body, slug }), 'CREATOR_002')
    await expectRefusal(await post(routes.auth.register.path, { ...body, role: 'admin', creatorId: server.creatorId }), 'VAL_001')
  })
})

describe('signing in', () => {
  it('refuses a wrong password and an unknown address alike', async () => {
    const email = await verified()
    const [wrong, unknown] = [await outcome(login(email, other)), await outcome(login(newEmail(), other))]
    expect(wrong.status).toBe(401)
    expect(wrong.body.error).toMatchObject({ code: 'AUTH_001' })
    const { requestId: _, ...one } = wrong.body.error
    const { requestId: __, ...two } = unknown.body.error
    expect(one).toEqual(two)
  })

  it('ends with logout, at once and for every token of it', async () => {
    const { accessToken, refreshToken } = await signedIn()
    expect((await me(accessToken)).status).toBe(200)
    await server.call(routes.auth.logout, { token: accessToken })
    await expectRefusal(await me(accessToken), 'AUTH_001')
    await expectRefusal(await post(routes.auth.refresh.path, { refreshToken }), 'AUTH_002')
  })

  it('takes one kind of token for no other', async () => {
    const { accessToken, refreshToken, email } = await signedIn()
    await server.call(routes.auth.requestPasswordReset, { body: { email, language: 'es' } })
    const code = await mailTo(email, /contraseña/)
    for (const token of [refreshToken, code]) await expectRefusal(await me(token), 'AUTH_001')
    for (const token of [accessToken, code]) await expectRefusal(await post(routes.auth.refresh.path, { refreshToken: token }), 'AUTH_002')
    for (const token of [accessToken, refreshToken, code]) await expectRefusal(await post(routes.auth.verifyEmail.path, { token }), 'ACCOUNT_003')
    for (const token of [null, '', [], undefined]) await expectRefusal(await post(routes.auth.resetPassword.path, { token, password: other }), 'VAL_001')
  })

  it('shows where the account is signed in, and ends one of them', async () => {
    const { email, accessToken } = await signedIn()
    const second = await server.call(routes.auth.login, { body: { email, password } })
    const { items } = await server.call(routes.auth.signIns, { token: accessToken })
    expect(items.map(({ current }) => current).toSorted()).toEqual([false, true])
    const signInId = items.find(({ current }) => !current)?.id ?? ''
    const stranger = await signedIn()
    await expectRefusal(await server.request(`/v1/auth/sessions/${signInId}`, { method: 'DELETE', token: stranger.accessToken }), 'RESOURCE_001')
    await server.call(routes.auth.endSignIn, { token: accessToken, params: { signInId } })
    await expectRefusal(await me(second.accessToken), 'AUTH_001')
    expect((await me(accessToken)).status).toBe(200)
  })

  it('lets another service ask whether a token holds, for its own creator only', async () => {
    const { accessToken, membership } = await signedIn()
    const stranger = await signedIn()
    expect(await server.call(routes.auth.verifyToken, { token: accessToken, body: { token: accessToken } })).toMatchObject({
      active: true,
      creatorId: membership.creator.id,
      role: 'owner',
    })
    expect(await server.call(routes.auth.verifyToken, { token: stranger.accessToken, body: { token: accessToken } })).toEqual({ active: false })
  })

  it('is no sign-in for an API key', async () => {
    await expectRefusal(await me(server.key), 'AUTH_003')
  })
})

describe('refreshing', () => {
  it('gives one successor, however many ask at once, and the next one goes on', async () => {
    const { refreshToken } = await signedIn()
    const pairs = await Promise.all(Array.from({ length: 20 }, () => server.call(routes.auth.refresh, { body: { refreshToken } })))
    expect(new Set(pairs.map((pair) => pair.refreshToken)).size).toBe(1)
    const next = await server.call(routes.auth.refresh, { body: { refreshToken: pairs[0]?.refreshToken ?? '' } })
    expect((await me(next.accessToken)).status).toBe(200)
  })

  it('200 pairs of calls at once: one successor each', async () => {
    const { email } = await signedIn()
    for (let round = 0; round < 200; round += 20) {
      const started = await Promise.all(Array.from({ length: 20 }, () => server.call(routes.auth.login, { body: { email, password } })))
      const twice = await Promise.all(
        started.map(({ refreshToken }) => Promise.all([0, 1].map(() => server.call(routes.auth.refresh, { body: { refreshToken } })))),
      )
      expect(twice.map((pair) => new Set(pair.map((got) => got.refreshToken)).size)).toEqual(Array(20).fill(1))
    }
  }, 120_000)
})

describe('a forgotten password', () => {
  it('is set anew with the code that was mailed, once, and ends every sign-in', async () => {
    const { email, accessToken } = await signedIn()
    await server.call(routes.auth.requestPasswordReset, { body: { email, language: 'es' } })
    const token = await mailTo(email, /contraseña/)
    await expectRefusal(await post(routes.auth.resetPassword.path, { token, password: 'corta' }), 'ACCOUNT_002')
    await server.call(routes.auth.resetPassword, { body: { token, password: other } })
    await expectRefusal(await post(routes.auth.resetPassword.path, { token, password }), 'ACCOUNT_003')
    await expectRefusal(await me(accessToken), 'AUTH_001')
    await expectRefusal(await login(email), 'AUTH_001')
    expect((await login(email, other)).status).toBe(200)
  })

  it('tells nobody whether an address is known', async () => {
    const email = await verified()
    const ask = (to: string) => outcome(post(routes.auth.requestPasswordReset.path, { email: to, language: 'en' }, undefined))
    const unknown = newEmail()
    expect([(await ask(email)).body, (await ask(unknown)).body]).toEqual([{ email }, { email: unknown }])
  })

  it('is changed with the present one, which ends the other sign-ins', async () => {
    const { email, accessToken } = await signedIn()
    const second = await server.call(routes.auth.login, { body: { email, password } })
    await expectRefusal(await post(routes.auth.changePassword.path, { currentPassword: other, newPassword: other }, accessToken), 'AUTH_001')
    const changed = await server.call(routes.auth.changePassword, { token: accessToken, body: { currentPassword: password, newPassword: other } })
    for (const token of [accessToken, second.accessToken]) await expectRefusal(await me(token), 'AUTH_001')
    expect((await me(changed.accessToken)).status).toBe(200)
  })
})

it('publishes the keys that verify its tokens, and no private part', async () => {
  const { accessToken } = await signedIn()
  const { kid, alg } = JSON.parse(Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString()) as { kid: string; alg: string }
  const { keys } = (await (await server.request('/.well-known/jwks.json')).json()) as { keys: Record<string, unknown>[] }
  expect(alg).toBe('RS256')
  expect(keys.find((key) => key.kid === kid)).toMatchObject({ kty: 'RSA', alg: 'RS256' })
  for (const key of keys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']))
})

async function outcome(response: Promise<Response>) {
  const answer = await response
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as { error: { code: string; requestId: string }; email?: string } }
}
