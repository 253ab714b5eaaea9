import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'
import * as z from 'zod/mini'
import { AdapterError, type SecretPlace, type Secrets, type SigningKeyRecord } from '../../../ports/index.js'
import { longestLifetimeSeconds } from './claims.js'
import { readVerificationKey, type SignatureAlgorithm, type VerificationKey } from './verification-key.js'

const day = 24 * 60 * 60 * 1000
const signingMs = 30 * day
/** A key is published as long before it signs, and verifies as long after: nothing that it signed lives longer. */
export const overlapMs = longestLifetimeSeconds * 1000

/** A key opened for use. */
export interface LiveKey {
  record: SigningKeyRecord
  privateKey: CryptoKey
  verification: VerificationKey
}

const privateJwk = z.discriminatedUnion('kty', [
  z.object({
    kty: z.literal('RSA'),
    n: z.string(),
    e: z.string(),
    d: z.string(),
    p: z.string(),
    q: z.string(),
    dp: z.string(),
    dq: z.string(),
    qi: z.string(),
  }),
  z.object({ kty: z.literal('EC'), crv: z.string(), x: z.string(), y: z.string(), d: z.string() }),
])

export async function makeSigningKey(input: {
  secrets: Secrets
  algorithm: SignatureAlgorithm
  generation: number
  signsFrom: Date
}): Promise<SigningKeyRecord> {
  const { secrets, algorithm, generation, signsFrom } = input
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 })
  const jwk = privateJwk.parse(await exportJWK(privateKey))
  const id = await calculateJwkThumbprint(jwk)
  const sealedPrivateKey = await secrets.seal(Buffer.from(JSON.stringify(jwk)), placeOf(id))
  const signsUntil = new Date(signsFrom.getTime() + signingMs)
  return { id, generation, algorithm, sealedPrivateKey, signsFrom, signsUntil, verifiesUntil: new Date(signsUntil.getTime() + overlapMs) }
}

/** The public key is taken from inside the seal, so whoever can only write to the database cannot add a key of their own. */
export async function openSigningKey(secrets: Secrets, record: SigningKeyRecord): Promise<LiveKey> {
  const { id, algorithm } = record
  const jwk = privateJwk.parse(JSON.parse(Buffer.from(await secrets.open(record.sealedPrivateKey, placeOf(id))).toString()))
  const verification = await readVerificationKey({ ...jwk, kid: id, alg: algorithm })
  const privateKey = await importJWK(jwk, algorithm)
  if (!verification || privateKey instanceof Uint8Array)
    throw new AdapterError({ adapter: 'tokens', code: 'invalid_keys', retryable: false, message: 'A stored signing key is not of its algorithm.' })
  return { record, privateKey, verification }
}

/** The same key, sealed under the newest master key. */
export async function resealSigningKey(secrets: Secrets, { id, sealedPrivateKey }: SigningKeyRecord): Promise<{ id: string; sealedPrivateKey: string }> {
  return { id, sealedPrivateKey: await secrets.seal(await secrets.open(sealedPrivateKey, placeOf(id)), placeOf(id)) }
}

function placeOf(id: string): SecretPlace {
  return { creatorId: 'system', table: 'signing_keys', column: 'sealed_private_key', row: id }
}
