import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { errorBody, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEnvelopeSecrets, localKeyProvider, readMasterKeys } from '../../packages/server-kit/adapters/secrets/envelope/index.js'
import { memoryStorage } from '../../packages/server-kit/testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface IdentityRow extends CorpusRow {
  user_id: string
  token: unknown
  secret: string
}

const encryptionKey = `k1:${Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7)).toString('base64')}`
const secrets = createEnvelopeSecrets(localKeyProvider(readMasterKeys(encryptionKey)))
const storage = memoryStorage()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ storage, encryptionKey })
})
afterAll(() => server.close())

/** A session asked for with `body`: whose it became, `anonymous`, or the code with which it was refused. */
async function outcome(body: object, creator = 'ana'): Promise<{ status: number; is: string }> {
  const headers = { 'content-type': 'application/json' }
  const response = await server.request(routes.sessions.create.path, { method: 'POST', headers, body: JSON.stringify({ creator, ...body }) })
  const answer: unknown = await response.json()
  const is = response.ok ? (routes.sessions.create.result.parse(answer).session.user?.id ?? 'anonymous') : errorBody.parse(answer).error.code
  return { status: response.status, is }
}

/** A creator whose own server signs with a secret of its choice. */
async function creatorWith(secret: string): Promise<{ slug: string; creatorId: string }> {
  const slug = `c-${randomUUID()}`
  const { id: creatorId } = await server.coach.setup.ensureCreator({ slug, name: 'Bea', language: 'es' })
  const id = randomUUID()
  const sealed = await secrets.seal(Buffer.from(secret), { creatorId, table: 'identity_keys', column: 'sealed', row: id })
  await storage.as({ creatorId }, (tx) => tx.identityKeys.add({ id, sealed }))
  return { slug, creatorId }
}

runCorpus<IdentityRow>(
  'webhooks_identity',
  async (row) => {
    const { slug, creatorId } = await creatorWith(row.secret)
    const ask = () => outcome({ user: { id: row.user_id, hash: row.token } }, slug)
    const off = await ask()
    await server.coach.setup.setIdentity({ creatorId, required: false, hmac: true })
    const on = await ask()
    for (const { status, is } of [off, on]) if (status >= 500) return `status ${status}: ${is}`
    if (off.status < 400) return `taken while the mode is off: ${off.is}`
    if (row.expect === 'accept only if legacy HMAC mode is on') return on.is === row.user_id ? undefined : `refused while the mode is on: ${on.is}`
    if (row.expect.startsWith('accept or reject')) return undefined
    if (row.expect.startsWith('reject')) return on.status >= 400 ? undefined : `taken: ${on.is}`
    return `no check for the expectation ${row.expect}`
  },
  { only: ({ category }) => category === 'identity_hmac' },
)

describe('identity tokens', () => {
  const [mine, theirs] = ['the secret of ana, long enough to sign', 'the secret of bea, long enough to sign']
  const now = Math.floor(Date.now() / 1000)
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = (claims: object, { alg = 'HS256', secret = mine, hash = 'sha256', ...header }: Record<string, string> = {}) => {
    const input = `${encode({ alg, ...header })}.${encode(claims)}`
    return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
  }
  let claims: { aud: string; sub: string; exp: number }
  let slug: string
  let otherSlug: string
  beforeAll(async () => {
    slug = (await creatorWith(mine)).slug
    otherSlug = (await creatorWith(theirs)).slug
    claims = { aud: `coachkit:${slug}`, sub: 'u-1', exp: now + 600 }
  })

  it('stand as they are documented', async () => {
    expect(await outcome({ identityToken: signed(claims) }, slug)).toEqual({ status: 201, is: 'u-1' })
  })

  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const published = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const attacks: Record<string, () => string> = {
    'alg none': () => `${encode({ alg: 'none' })}.${encode(claims)}.`,
    'alg none with a signature': () => signed(claims, { alg: 'none' }),
    'alg nOnE': () => signed(claims, { alg: 'nOnE' }),
    'HS512 of the same secret': () => signed(claims, { alg: 'HS512', hash: 'sha512' }),
    'RS256 of a key of one’s own': () => {
      const input = `${encode({ alg: 'RS256' })}.${encode(claims)}`
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    },
    'RS256 that is an HMAC of the public key': () => signed(claims, { alg: 'RS256', secret: published }),
    'HS256 of a public key': () => signed(claims, { secret: published }),
    'HS256 of nothing': () => signed(claims, { secret: '' }),
    'another tenant’s secret': () => signed(claims, { secret: theirs }),
    'another tenant’s audience': () => signed({ ...claims, aud: `coachkit:${otherSlug}` }),
    'two audiences': () => signed({ ...claims, aud: [claims.aud, `coachkit:${otherSlug}`] }),
    'no audience': () => signed({ ...claims, aud: undefined }),
    'two hours ahead': () => signed({ ...claims, exp: now + 7200 }),
    'no end': () => signed({ ...claims, exp: undefined }),
    expired: () => signed({ ...claims, exp: now - 120 }),
    'not yet valid': () => signed({ ...claims, nbf: now + 300 }),
    'issued in the future': () => signed({ ...claims, iat: now + 300 }),
    'no subject': () => signed({ ...claims, sub: undefined }),
    'a subject that is a list': () => signed({ ...claims, sub: ['u-1'] }),
    'a critical extension': () => signed(claims, { crit: 'exp' }),
    'a kid of nobody': () => signed(claims, { kid: "x' or 1=1 --" }),
    'a key elsewhere': () => signed(claims, { jku: 'https://evil.test/jwks.json' }),
    'another payload under the signature': () => signed(claims).replace(/\.[^.]+\./, `.${encode({ ...claims, sub: 'u-2' })}.`),
    'a signature cut short': () => signed(claims).slice(0, -20),
    'no token at all': () => '',
    'an access token of the kit': () => signed({ ...claims, aud: 'coachkit-api', typ: 'access' }, { typ: 'at+jwt' }),
  }
  it.each(Object.keys(attacks))('are refused with %s, alike in every case', async (name) => {
    expect(await outcome({ identityToken: attacks[name]?.() }, slug)).toEqual({ status: 401, is: 'AUTH_006' })
  })

  it('are refused with more than 8 KB, unread', async () => {
    expect((await outcome({ identityToken: signed({ ...claims, name: 'x'.repeat(9000) }) }, slug)).status).toBe(400)
  })
})
