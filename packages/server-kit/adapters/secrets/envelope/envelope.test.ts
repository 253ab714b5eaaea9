import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEnvelopeSecrets, localKeyProvider, type MasterKey, openKeyFile, readMasterKeys } from './index.js'

const place = { creatorId: 'ana', table: 'webhooks', column: 'secret', row: '1' }
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const plain = Buffer.from('una frase secreta')
const masterKey = (id: string): MasterKey => ({ id, key: randomBytes(32) })
const unreadable = { name: 'AdapterError', adapter: 'secrets', code: 'unreadable', retryable: false }
const misconfigured = { name: 'AdapterError', code: 'misconfigured' }

describe('sealed values', () => {
  const secrets = createEnvelopeSecrets(localKeyProvider([masterKey('k1')]))

  test('open where they were sealed, and look different every time', async () => {
    const [first, second] = [await secrets.seal(plain, place), await secrets.seal(plain, place)]
    expect(first).not.toBe(second)
    expect(first).not.toContain(plain.toString('base64url'))
    expect(text(await secrets.open(first, place))).toBe('una frase secreta')
    expect(await secrets.open(await secrets.seal(new Uint8Array(), place), place)).toHaveLength(0)
  })

  test.each([
    { ...place, creatorId: 'bea' },
    { ...place, table: 'signing_keys' },
    { ...place, column: 'note' },
    { ...place, row: '2' },
    // The same letters, divided otherwise.
    { ...place, table: 'webhookssecret', column: '' },
    { ...place, creatorId: 'ana","webhooks', table: 'secret' },
  ])('do not open at %o', async (elsewhere) => {
    await expect(secrets.open(await secrets.seal(plain, place), elsewhere)).rejects.toMatchObject(unreadable)
  })

  test('do not open when any bit was changed, or parts of two were joined', async () => {
    const sealed = await secrets.seal(plain, place)
    const [version = '', keyId = '', ...pieces] = sealed.split('.')
    for (const [part, piece] of pieces.entries()) {
      for (const index of Buffer.from(piece, 'base64url').keys()) {
        const bytes = Buffer.from(piece, 'base64url').map((byte, at) => (at === index ? byte ^ 1 : byte))
        const changed = [version, keyId, ...pieces.with(part, Buffer.from(bytes).toString('base64url'))].join('.')
        await expect(secrets.open(changed, place), `part ${part}, byte ${index}`).rejects.toMatchObject(unreadable)
      }
    }
    const other = await secrets.seal(Buffer.from('otra'), place)
    const joined = [...sealed.split('.').slice(0, 3), other.split('.')[3]].join('.')
    await expect(secrets.open(joined, place)).rejects.toMatchObject(unreadable)
    for (const broken of [
      '',
      'v1.k1',
      sealed.replace('v1', 'v2'),
      sealed.replace('k1', 'k2'),
      sealed.replaceAll('.', '..'),
      sealed.slice(0, -8),
      `${sealed}.x`,
    ])
      await expect(secrets.open(broken, place)).rejects.toMatchObject(unreadable)
  })
})

describe('master keys', () => {
  test('rotate: the newest seals, the older still open, and old values are told apart', async () => {
    const [older, newer] = [masterKey('2029'), masterKey('2030')]
    const before = createEnvelopeSecrets(localKeyProvider([older]))
    const after = createEnvelopeSecrets(localKeyProvider([newer, older]))
    const sealed = await before.seal(plain, place)
    expect(before.isStale(sealed)).toBe(false)
    expect(after.isStale(sealed)).toBe(true)
    const again = await after.seal(await after.open(sealed, place), place)
    expect(after.isStale(again)).toBe(false)
    const dropped = createEnvelopeSecrets(localKeyProvider([newer]))
    expect(text(await dropped.open(again, place))).toBe('una frase secreta')
    await expect(dropped.open(sealed, place)).rejects.toMatchObject({ ...unreadable, message: expect.stringContaining('"2029"') })
  })

  test('of another installation with the same id open nothing', async () => {
    const sealed = await createEnvelopeSecrets(localKeyProvider([masterKey('k1')])).seal(plain, place)
    await expect(createEnvelopeSecrets(localKeyProvider([masterKey('k1')])).open(sealed, place)).rejects.toMatchObject(unreadable)
  })

  test('may live in a key management service, which only ever sees data keys', async () => {
    const seen: Uint8Array[] = []
    const inner = localKeyProvider([masterKey('remote')])
    const secrets = createEnvelopeSecrets({
      ...inner,
      wrap(dataKey) {
        seen.push(Uint8Array.from(dataKey))
        return inner.wrap(dataKey)
      },
    })
    const sealed = await Promise.all([secrets.seal(plain, place), secrets.seal(plain, place)])
    expect(text(await secrets.open(sealed[1], place))).toBe('una frase secreta')
    expect(seen.map((key) => key.length)).toEqual([32, 32])
    expect(seen[0]).not.toEqual(seen[1])
  })

  test('are read from the environment', () => {
    const [first, second] = [randomBytes(32), randomBytes(32)]
    const keys = readMasterKeys(` k2:${first.toString('base64')}, k1:${second.toString('base64')}\n`)
    expect(keys).toEqual([
      { id: 'k2', key: first },
      { id: 'k1', key: second },
    ])
  })

  const good = randomBytes(32).toString('base64')
  test.each([
    '',
    good,
    `k1:${randomBytes(31).toString('base64')}`,
    `k1:${randomBytes(33).toString('base64')}`,
    'k1:changeme',
    `k1:${Buffer.alloc(32).toString('base64')}`,
    `k1:${Buffer.from('aaaabbbbccccddddaaaabbbbccccdddd').toString('base64')}`,
    `k1:${good},k1:${good}`,
    `k1:${good},`,
    `k.1:${good}`,
  ])('are refused when they are no keys, without repeating them: %s', (entry) => {
    expect(() => readMasterKeys(entry)).toThrow(expect.objectContaining(misconfigured))
    expect(() => readMasterKeys(entry)).not.toThrow(new RegExp(good.slice(0, 12).replaceAll('+', '\\+')))
  })
})

describe('the key file of an embedded installation', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coachkit-key-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('is made once, for its owner alone, however many open it', async () => {
    const data = join(folder, 'data')
    const opened = await Promise.all(Array.from({ length: 8 }, () => openKeyFile(data)))
    expect(new Set(opened.map(([key]) => Buffer.from(key?.key ?? []).toString('hex'))).size).toBe(1)
    expect(await openKeyFile(data)).toEqual(opened[0])
    expect(await readdir(data)).toEqual(['encryption.key'])
    expect((await stat(join(data, 'encryption.key'))).mode & 0o777).toBe(0o600)
  })

  test('is never replaced when it is broken', async () => {
    await writeFile(join(folder, 'encryption.key'), 'local:')
    await expect(openKeyFile(folder)).rejects.toMatchObject({ ...misconfigured, message: expect.stringContaining('encryption.key') })
    await expect(openKeyFile(join(folder, 'encryption.key'))).rejects.toMatchObject(misconfigured)
  })
})
