import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tokens } from '../../../ports/index.js'
import { createInstallation, day, type Installation, issuer } from './__fixtures__/installation.js'
import { createTokens } from './index.js'

let installation: Installation
let tokens: Tokens
beforeAll(async () => {
  installation = await createInstallation()
  tokens = installation.instance().tokens
})
afterAll(() => installation.close())

const minute = 60_000
const issueAccess = () => tokens.issue('access', { sub: 'usr_1', tid: 'ten_1', role: 'owner', tv: 3, fam: 'f1' })
const oneOfEach = async () => ({
  access: await issueAccess(),
  refresh: await tokens.issue('refresh', { sub: 'usr_1', fam: 'f1' }),
  email: await tokens.issue('email', { sub: 'ana@example.com', purpose: 'verify' }),
  service: await tokens.issue('service', { sub: 'billing', tid: 'ten_1' }),
})
const kinds = ['access', 'refresh', 'email', 'service'] as const

describe('tokens', () => {
  test('carry what was said, and are taken by the guard of their kind alone', async () => {
    const issued = await oneOfEach()
    for (const kind of kinds) {
      for (const guard of kinds) {
        const answer = await tokens.verify(guard, issued[kind].token)
        expect(answer.ok, `${kind} at ${guard}`).toBe(kind === guard)
      }
    }
    const answer = await tokens.verify('access', issued.access.token)
    const iat = installation.now().getTime() / 1000
    expect(answer).toEqual({
      ok: true,
      claims: { sub: 'usr_1', tid: 'ten_1', role: 'owner', tv: 3, fam: 'f1', jti: issued.access.id, iat, exp: iat + 900 },
    })
    expect(issued.access.expiresAt).toEqual(new Date((iat + 900) * 1000))
  })

  test.each([
    ['access', 15 * minute],
    ['refresh', 7 * day],
    ['email', day],
    ['service', 5 * minute],
  ] as const)('of the kind %s end on time, and say so', async (kind, lifetime) => {
    const { token } = (await oneOfEach())[kind]
    installation.pass(lifetime)
    expect((await tokens.verify(kind, token)).ok).toBe(true)
    installation.pass(minute)
    expect(await tokens.verify(kind, token)).toEqual({ ok: false, reason: 'expired' })
    installation.pass(-lifetime - minute)
  })

  test('of an e-mail live as long as their purpose needs', async () => {
    const lifetimes = { verify: day, reset: 15 * minute, invite: 7 * day }
    for (const [purpose, lifetime] of Object.entries(lifetimes) as ['verify' | 'reset' | 'invite', number][]) {
      const { expiresAt } = await tokens.issue('email', { sub: 'ana@example.com', purpose })
      expect(expiresAt.getTime() - installation.now().getTime()).toBe(lifetime)
    }
  })

  test('may be told to end sooner, and are the same again when told the same', async () => {
    const options = { id: 'successor-1', issuedAt: installation.now(), expiresAt: new Date(installation.now().getTime() + day) }
    const first = await tokens.issue('refresh', { sub: 'usr_1', fam: 'f1' }, options)
    expect(await tokens.issue('refresh', { sub: 'usr_1', fam: 'f1' }, options)).toEqual(first)
    expect(first).toMatchObject({ id: 'successor-1', expiresAt: options.expiresAt })
  })

  test('that no guard would take are not made', async () => {
    const invalid = { name: 'AdapterError', code: 'invalid_claims' }
    const later = (milliseconds: number) => ({ expiresAt: new Date(installation.now().getTime() + milliseconds) })
    await expect(tokens.issue('access', { sub: 'usr_1', tid: 'ten_1', role: 'king' })).rejects.toMatchObject(invalid)
    await expect(tokens.issue('access', { sub: 'usr_1', role: 'owner' })).rejects.toMatchObject(invalid)
    await expect(tokens.issue('access', { sub: 'usr_1', tid: 'ten_1' })).rejects.toMatchObject(invalid)
    await expect(tokens.issue('access', { sub: '' })).rejects.toMatchObject(invalid)
    await expect(tokens.issue('access', { sub: 'usr_1' }, later(day))).rejects.toMatchObject(invalid)
    await expect(tokens.issue('access', { sub: 'usr_1' }, later(-2 * minute))).rejects.toMatchObject(invalid)
    await expect(tokens.issue('email', { sub: 'ana @example.com', purpose: 'reset' })).rejects.toMatchObject(invalid)
    expect((await tokens.verify('access', (await tokens.issue('access', { sub: 'usr_1', role: 'admin' })).token)).ok).toBe(true)
    expect((await tokens.verify('access', (await tokens.issue('access', { sub: 'usr_1' })).token)).ok).toBe(true)
  })

  test('of another installation with the same keys are not ours', async () => {
    const { keys } = installation.instance()
    const clock = { now: installation.now }
    const others = createTokens({ issuer: 'https://other.test', keys, clock, roles: { ofCreator: ['owner'], ofPlatform: [] } })
    const { token } = await others.issue('access', { sub: 'usr_1' })
    expect(await tokens.verify('access', token)).toEqual({ ok: false, reason: 'invalid' })
  })

  test.each(['RS256', 'ES256'] as const)('in %s verify with the published keys and any JWT library', async (algorithm) => {
    await installation.forgetKeys()
    const theirs = installation.instance(algorithm).tokens
    const { token } = await theirs.issue('access', { sub: 'usr_1', tid: 'ten_1', role: 'viewer' })
    const jwks = await theirs.jwks()
    const verified = await jwtVerify(token, createLocalJWKSet({ keys: jwks.keys as never }), {
      issuer,
      audience: 'coachkit-api',
      typ: 'at+jwt',
      algorithms: [algorithm],
      currentDate: installation.now(),
    })
    expect(verified.payload).toMatchObject({ sub: 'usr_1', role: 'viewer', typ: 'access' })
    expect((await theirs.verify('access', token)).ok).toBe(true)
    expect(jwks.keys.flatMap(Object.keys).sort()).toEqual([...(algorithm === 'RS256' ? ['n', 'e'] : ['x', 'y', 'crv']), 'kty', 'alg', 'kid', 'use'].sort())
    expect(decodeProtectedHeader(token)).toEqual({ alg: algorithm, typ: 'at+jwt', kid: jwks.keys[0]?.kid })
  })
})
