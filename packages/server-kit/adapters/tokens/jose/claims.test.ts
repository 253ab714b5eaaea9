import { describe, expect, test } from 'vitest'
import type { TokenKind } from '../../../ports/index.js'
import { checkClaims, claimsSchemas } from './claims.js'

const now = 1_900_000_000
const issuer = 'https://api.coachkit.test'
const schemas = claimsSchemas({ ofCreator: ['owner', 'viewer'], ofPlatform: ['admin'] })
const common = { iss: issuer, jti: 'j-1', iat: now - 10, nbf: now - 10, exp: now + 890 }
const access = { ...common, typ: 'access', aud: 'coachkit-api', sub: 'usr_1', tid: 'ten_1', role: 'owner' }
const email = { ...common, typ: 'email', aud: 'coachkit-email', sub: 'ana@example.com', purpose: 'verify' }
const check = (payload: unknown, kind: TokenKind = 'access') => checkClaims(payload, { kind, issuer, schemas, now })

describe('claims of an access token', () => {
  test.each([
    {},
    { aud: ['other', 'coachkit-api'] },
    { exp: now + 0.5 },
    { exp: now - 59 },
    { nbf: now + 60, iat: now + 60 },
    { role: 'admin', tid: undefined },
    { role: 'admin' },
    { role: undefined, tid: undefined },
    { tv: 0 },
    { act: 'support' },
    { more: 'that nobody asks for' },
  ])('stand with %o', (change) => {
    expect(check({ ...access, ...change }).ok).toBe(true)
  })

  test.each([{ exp: now - 60 }, { exp: now - 61 }, { iat: now - 2000, exp: now - 1500 }])('have expired with %o', (change) => {
    expect(check({ ...access, ...change })).toEqual({ ok: false, reason: 'expired' })
  })

  const tooLong = 'x'.repeat(129)
  test.each([
    ...Object.keys(access).map((name) => ({ [name]: undefined })),
    ...Object.keys(access).map((name) => ({ [name]: null })),
    ...Object.keys(access).map((name) => ({ [name]: {} })),
    ...Object.keys(access).map((name) => ({ [name]: '' })),
    ...Object.keys(access).map((name) => ({ [name]: -1 })),
    ...Object.keys(access).map((name) => ({ [name]: 1e300 })),
    ...['iss', 'typ', 'aud', 'sub', 'tid', 'role', 'jti'].map((name) => ({ [name]: 7 })),
    ...['iat', 'nbf', 'exp'].map((name) => ({ [name]: String(now + 1) })),
    { iss: 'https://api.coachkit.test/' },
    { iss: [issuer] },
    { aud: [] },
    { aud: 'coachkit-api-evil' },
    { aud: 'coachkit-refresh' },
    { typ: 'refresh' },
    { typ: 'ACCESS' },
    { sub: 'a b' },
    { sub: tooLong },
    { jti: tooLong },
    { tid: '*' },
    { tid: ['ten_1', 'ten_2'] },
    { tid: '../ten_1' },
    { role: 'OWNER' },
    { role: 'superadmin' },
    { role: ['owner', 'admin'] },
    { role: 'owner', tid: undefined },
    { tv: 1.5 },
    { tv: '1' },
    { act: 'owner' },
    { nbf: now + 61 },
    { iat: now + 61 },
    { exp: now + 951 },
    { exp: now + 86_400 },
  ])('are refused with %o', (change) => {
    expect(check({ ...access, ...change }).ok).toBe(false)
  })

  test.each([null, undefined, 7, 'text', [access], []])('are no claims: %o', (payload) => {
    expect(check(payload)).toEqual({ ok: false, reason: 'invalid' })
  })

  test('come back as the port says, without the envelope', () => {
    expect(check({ ...access, more: 1 })).toEqual({
      ok: true,
      claims: { sub: 'usr_1', tid: 'ten_1', role: 'owner', jti: 'j-1', iat: now - 10, exp: now + 890 },
    })
  })
})

describe('claims of an e-mail link', () => {
  test('name an address and a purpose', () => {
    expect(check(email, 'email').ok).toBe(true)
    expect(check({ ...email, exp: now + 7 * 86_400 }, 'email').ok).toBe(true)
    for (const change of [
      { purpose: 'login' },
      { purpose: undefined },
      { sub: 'ana@exa mple.com' },
      { sub: 'a\u0000b@example.com' },
      { sub: `${'a'.repeat(320)}@b` },
    ])
      expect(check({ ...email, ...change }, 'email').ok, JSON.stringify(change)).toBe(false)
    expect(check({ ...email, exp: now + 8 * 86_400 }, 'email').ok).toBe(false)
  })

  test('are not those of another kind', () => {
    for (const kind of ['access', 'refresh', 'service'] as const) expect(check(email, kind).ok).toBe(false)
  })
})
