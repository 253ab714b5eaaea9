import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { readKeySet, readVerificationKey } from './verification-key.js'
import { isWeakModulus } from './weak-modulus.js'

let rsa: JWK
let ec: JWK
const publicOf = async (algorithm: string, options = {}) => exportJWK((await generateKeyPair(algorithm, { extractable: true, ...options })).publicKey)
beforeAll(async () => {
  rsa = { ...(await publicOf('RS256')), kid: 'rsa', alg: 'RS256' }
  ec = { ...(await publicOf('ES256')), kid: 'ec', alg: 'ES256' }
})
const without = (jwk: JWK, member: keyof JWK) => Object.fromEntries(Object.entries(jwk).filter(([name]) => name !== member))

describe('public keys', () => {
  test('are taken for the one algorithm they name', async () => {
    expect(await readVerificationKey(rsa)).toMatchObject({ id: 'rsa', algorithm: 'RS256' })
    expect(await readVerificationKey({ ...ec, use: 'sig', key_ops: ['verify'] })).toMatchObject({ id: 'ec', algorithm: 'ES256' })
  })

  test('that do not say what they are for, or are for something else, are not', async () => {
    const refused = [
      without(rsa, 'alg'),
      without(rsa, 'kid'),
      { ...rsa, kid: '' },
      { ...rsa, kid: ['rsa'] },
      { ...rsa, alg: 'PS256' },
      { ...rsa, alg: 'ES256' },
      { ...ec, alg: 'RS256' },
      { ...ec, kty: 'RSA' },
      { ...ec, crv: 'P-384' },
      { ...rsa, use: 'enc' },
      { ...rsa, key_ops: ['encrypt'] },
      { ...(await publicOf('RS512')), kid: 'other', alg: 'RS512' },
      null,
      'rsa',
      [],
    ]
    for (const jwk of refused) expect(await readVerificationKey(jwk), JSON.stringify(jwk)).toBeUndefined()
  })

  test('that are weak or no keys at all are not', async () => {
    const { n: short } = await publicOf('RS256', { modulusLength: 2048 })
    expect(isWeakModulus(Buffer.from(short ?? '', 'base64url'))).toBe(false)
    expect(await readVerificationKey({ ...rsa, n: (rsa.n ?? '').slice(0, 171) })).toBeUndefined()
    expect(await readVerificationKey({ ...rsa, e: 'AQ' })).toBeUndefined()
    expect(await readVerificationKey({ ...rsa, e: 'Aw' })).toBeUndefined()
    expect(await readVerificationKey({ ...ec, y: ec.x })).toBeUndefined()
    expect(isWeakModulus(bytesOf(rocaModulus()))).toBe(true)
    expect(isWeakModulus(bytesOf(rocaModulus() + 2n))).toBe(false)
    expect(await readVerificationKey({ ...rsa, n: Buffer.from(bytesOf(rocaModulus())).toString('base64url') })).toBeUndefined()
  })

  test('are published without what is secret', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const key = await readVerificationKey({ ...(await exportJWK(privateKey)), kid: 'mine', alg: 'ES256' })
    expect(Object.keys(key?.jwk ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    expect(await importJWK(key?.jwk ?? {}, 'ES256')).toMatchObject({ type: 'public' })
    expect(key?.key.type).toBe('public')
  })

  test('of a set are found by id, others passed over', async () => {
    const keys = await readKeySet({ keys: [rsa, ec, { ...rsa, kid: 'pss', alg: 'PS256' }, { kty: 'OKP', crv: 'Ed25519', x: 'x' }] })
    expect([...keys.keys()]).toEqual(['rsa', 'ec'])
  })

  test('of a set with a secret in it, or with one id twice, are not trusted', async () => {
    const invalid = { name: 'AdapterError', code: 'invalid_keys' }
    await expect(readKeySet({ keys: [rsa, { kty: 'oct', k: 'c2VjcmV0', kid: 's' }] })).rejects.toMatchObject(invalid)
    await expect(readKeySet({ keys: [rsa, { ...ec, kid: 'rsa' }] })).rejects.toMatchObject(invalid)
    for (const set of [undefined, rsa, { keys: {} }, { keys: [null] }]) await expect(readKeySet(set)).rejects.toMatchObject(invalid)
  })
})

function bytesOf(modulus: bigint): Uint8Array {
  return Buffer.from(modulus.toString(16), 'hex')
}

/** 2048 bits that are a power of 65537 modulo every small prime, as the moduli of CVE-2017-15361 are. */
function rocaModulus(): bigint {
  const product = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n, 59n, 61n, 67n, 71n, 73n, 79n, 83n, 89n, 97n, 101n, 103n, 107n, 109n]
    .concat([113n, 127n, 131n, 137n, 139n, 149n, 151n, 157n, 163n, 167n])
    .reduce((first, second) => first * second)
  const multiple = (1n << 2047n) / product + 1n
  return multiple * product + (65_537n ** 5n % product)
}
