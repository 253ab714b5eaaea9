import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashedUser, vouchedUser } from './vouch.js'

const now = 1_900_000_000
const good = { aud: 'coachkit:ana', sub: 'u-1', exp: now + 600 }
const check = (change: object) => vouchedUser({ ...good, ...change }, { slug: 'ana', now })

describe('claims that vouch for a user', () => {
  it.each([
    [{}, { id: 'u-1' }],
    [{ aud: ['coachkit:ana'] }, { id: 'u-1' }],
    [{ exp: now + 3660 }, { id: 'u-1' }],
    [{ exp: now - 59 }, { id: 'u-1' }],
    [{ iat: now + 60, nbf: now + 60 }, { id: 'u-1' }],
    [{ name: null, email: null, role: 'admin' }, { id: 'u-1' }],
    [
      { name: 'José', email: 'jose@example.com' },
      { id: 'u-1', name: 'José', email: 'jose@example.com' },
    ],
    [{ sub: 'x'.repeat(200) }, { id: 'x'.repeat(200) }],
  ])('stand with %o', (change, user) => {
    expect(check(change)).toEqual(user)
  })

  it.each([
    ...Object.keys(good).map((name) => ({ [name]: undefined })),
    ...Object.keys(good).map((name) => ({ [name]: null })),
    { aud: 'coachkit:bea' },
    { aud: 'coachkit:ana-bea' },
    { aud: 'ana' },
    { aud: [] },
    { aud: ['coachkit:ana', 'coachkit:bea'] },
    { sub: '' },
    { sub: 7 },
    { sub: ['u-1'] },
    { sub: 'x'.repeat(201) },
    { sub: 'u-1\0' },
    { sub: 'u-\ud800' },
    { exp: now - 60 },
    { exp: now + 3661 },
    { exp: now + 7200 },
    { exp: String(now + 600) },
    { exp: 1e300 },
    { exp: Number.NaN },
    { iat: now + 61 },
    { nbf: now + 61 },
    { iat: '1' },
    { name: 'x'.repeat(201) },
    { name: {} },
    { email: 'x'.repeat(321) },
    { email: 7 },
  ])('are refused with %o', (change) => {
    expect(check(change)).toBeUndefined()
  })

  it.each([undefined, null, 'text', [], 7])('are refused when they are %o', (claims) => {
    expect(vouchedUser(claims, { slug: 'ana', now })).toBeUndefined()
  })
})

describe('a user hash', () => {
  const [secret, other] = [Buffer.from('one'), Buffer.from('other')]
  const hashOf = (id: string, key = secret) => createHmac('sha256', key).update(id).digest('hex')

  it('vouches for its user with any of the secrets', () => {
    expect(hashedUser({ id: 'u-1', hash: hashOf('u-1') }, [other, secret])).toEqual({ id: 'u-1' })
  })

  it.each([
    ['another user’s', hashOf('u-2')],
    ['one of another secret', hashOf('u-1', other)],
    ['an empty one', ''],
    ['a part', hashOf('u-1').slice(0, 62)],
    ['one with more behind it', `${hashOf('u-1')}00`],
    ['no hex', 'z'.repeat(64)],
  ])('%s does not', (_, hash) => {
    expect(hashedUser({ id: 'u-1', hash }, [secret])).toBeUndefined()
  })

  it('vouches for nobody without a secret, nor for a name that cannot be kept', () => {
    expect(hashedUser({ id: 'u-1', hash: hashOf('u-1') }, [])).toBeUndefined()
    expect(hashedUser({ id: 'u\0', hash: hashOf('u\0') }, [secret])).toBeUndefined()
  })
})
