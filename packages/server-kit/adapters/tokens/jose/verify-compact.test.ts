import { createHmac } from 'node:crypto'
import { CompactSign, exportJWK, exportSPKI, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { readVerificationKey, type VerificationKey } from './verification-key.js'
import { maxTokenLength, parseJson, verifyCompact } from './verify-compact.js'

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>
let rsa: KeyPair
let ec: KeyPair
const keys = new Map<string, VerificationKey>()
const keyOf = async (id: string) => keys.get(id)
const payload = Buffer.from('{"role":"viewer"}')
const sign = (header: Record<string, unknown>, { privateKey }: KeyPair = rsa, body: Uint8Array = payload) =>
  new CompactSign(body).setProtectedHeader({ alg: 'RS256', kid: 'rsa', ...header }).sign(privateKey, { crit: { 'urn:x': true } })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true })
  ec = await generateKeyPair('ES256', { extractable: true })
  for (const [kid, alg, pair] of [
    ['rsa', 'RS256', rsa],
    ['ec', 'ES256', ec],
  ] as const) {
    const key = await readVerificationKey({ ...(await exportJWK(pair.publicKey)), kid, alg })
    if (key) keys.set(kid, key)
  }
})

describe('a signature', () => {
  test('of the named key, in its algorithm, gives the payload', async () => {
    const signed = await verifyCompact(await sign({ typ: 'at+jwt' }), keyOf)
    expect(signed?.header).toEqual({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt' })
    expect(parseJson(signed?.payload ?? new Uint8Array())).toEqual({ role: 'viewer' })
    expect(await verifyCompact(await sign({ alg: 'ES256', kid: 'ec' }, ec), keyOf)).toBeDefined()
    expect(await verifyCompact(await sign({}, rsa, new Uint8Array()), keyOf)).toBeDefined()
  })

  test.each([
    { alg: 'RS512' },
    { alg: 'PS256' },
    { kid: 'ec' },
    { kid: 'gone' },
    { kid: undefined },
    { jwk: { kty: 'RSA', n: 'x', e: 'AQAB' } },
    { jku: 'https://evil.test/keys' },
    { x5c: ['MIIB'] },
    { cty: 'JWT' },
    { crit: ['urn:x'], 'urn:x': 1 },
  ])('with the header %o is not taken', async (header) => {
    // Good signatures all of them, so that only the header can be the reason.
    const pair = header.alg === 'PS256' ? await generateKeyPair('PS256') : header.alg === 'RS512' ? await generateKeyPair('RS512') : rsa
    expect(await verifyCompact(await sign(header, pair), keyOf)).toBeUndefined()
  })

  test('by the public key as an HMAC secret, or by nothing, is not taken', async () => {
    const spki = await exportSPKI(rsa.publicKey)
    for (const alg of ['HS256', 'none', 'NONE', '', null]) {
      const signing = `${encode({ alg, kid: 'rsa' })}.${payload.toString('base64url')}`
      const mac = createHmac('sha256', spki).update(signing).digest('base64url')
      expect(await verifyCompact(`${signing}.${mac}`, keyOf), String(alg)).toBeUndefined()
      expect(await verifyCompact(`${signing}.`, keyOf), String(alg)).toBeUndefined()
    }
  })

  test('has one spelling: any other text is not taken', async () => {
    const token = await sign({ alg: 'ES256', kid: 'ec' }, ec)
    expect(await verifyCompact(token, keyOf)).toBeDefined()
    const [header = '', body = '', signature = ''] = token.split('.')
    // 64 bytes leave four bits of the last character unused.
    const respelled = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => signature.slice(0, -1) + last)
      .filter((text) => text !== signature && Buffer.from(text, 'base64url').equals(Buffer.from(signature, 'base64url')))
    expect(respelled).toHaveLength(15)
    const others = [
      ...respelled.map((text) => `${header}.${body}.${text}`),
      `${token}=`,
      ` ${token}`,
      `${token}\n`,
      `${token}.`,
      `Bearer ${token}`,
      `${header}.${body}`,
      `.${body}.${signature}`,
      token.replaceAll('.', '\u3002'),
      '',
    ]
    for (const other of others) expect(await verifyCompact(other, keyOf), JSON.stringify(other)).toBeUndefined()
  })

  test('of a changed payload or by another key is not taken', async () => {
    const [header, , signature] = (await sign({})).split('.')
    expect(await verifyCompact(`${header}.${encode({ role: 'admin' })}.${signature}`, keyOf)).toBeUndefined()
    expect(await verifyCompact(await sign({}, await generateKeyPair('RS256')), keyOf)).toBeUndefined()
  })

  test('of more than the cap is not looked at, nor any key looked up for it', async () => {
    const largest = Buffer.alloc(5500, 'x')
    const token = await sign({}, rsa, largest)
    expect(token.length).toBeLessThan(maxTokenLength)
    expect(await verifyCompact(token, keyOf)).toBeDefined()
    const lookups: string[] = []
    const recording = async (id: string) => {
      lookups.push(id)
      return keys.get(id)
    }
    expect(await verifyCompact(await sign({}, rsa, Buffer.alloc(6500, 'x')), recording)).toBeUndefined()
    expect(await verifyCompact('x'.repeat(1_000_000), recording)).toBeUndefined()
    expect(lookups).toEqual([])
  })

  test('cannot be checked while the keys cannot be read, and says so', async () => {
    await expect(verifyCompact(await sign({}), () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  })
})
