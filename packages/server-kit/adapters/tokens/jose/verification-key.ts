import { type CryptoKey, importJWK } from 'jose'
import * as z from 'zod/mini'
import { AdapterError } from '../../../ports/index.js'
import { isWeakModulus } from './weak-modulus.js'

export const signatureAlgorithms = ['RS256', 'ES256'] as const
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number]

/** A public key, bound to the one algorithm it is for. */
export interface VerificationKey {
  id: string
  algorithm: SignatureAlgorithm
  key: CryptoKey
  /** As published: public members only. */
  jwk: Record<string, unknown>
}

const base64url = z.string().check(z.regex(/^[\w-]+$/))
const purpose = {
  kid: z.string().check(z.minLength(1), z.maxLength(256)),
  use: z.optional(z.literal('sig')),
  key_ops: z.optional(z.array(z.string()).check(z.refine((operations) => operations.includes('verify')))),
}
const publicJwk = z.discriminatedUnion('kty', [
  z.object({ ...purpose, kty: z.literal('RSA'), alg: z.literal('RS256'), n: base64url, e: z.literal('AQAB') }),
  z.object({ ...purpose, kty: z.literal('EC'), alg: z.literal('ES256'), crv: z.literal('P-256'), x: base64url, y: base64url }),
])
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

/** Takes a public JSON Web Key that says what it is for; `undefined` for any that is not for RS256 or ES256, is weak or is malformed. */
export async function readVerificationKey(input: unknown): Promise<VerificationKey | undefined> {
  const parsed = publicJwk.safeParse(input)
  if (!parsed.success) return undefined
  const { use: _use, key_ops: _operations, ...jwk } = parsed.data
  if (jwk.kty === 'RSA' && isWeakModulus(Buffer.from(jwk.n, 'base64url'))) return undefined
  const key = await importJWK(jwk, jwk.alg).catch(() => undefined)
  if (!key || key instanceof Uint8Array) return undefined
  return { id: jwk.kid, algorithm: jwk.alg, key, jwk: { ...jwk, use: 'sig' } }
}

/**
 * The usable keys of a JSON Web Key Set by their ids. Keys of other algorithms are passed over.
 * Fails with AdapterError `invalid_keys` when the set gives a secret away or names two keys alike: nothing in it can be trusted then.
 */
export async function readKeySet(input: unknown): Promise<Map<string, VerificationKey>> {
  const parsed = keySet.safeParse(input)
  if (!parsed.success) throw invalidKeys('This is not a JSON Web Key Set.')
  const { keys } = parsed.data
  if (keys.some(({ kty }) => kty === 'oct')) throw invalidKeys('The key set contains a symmetric key, which must never be published.')
  const ids = keys.map(({ kid }) => kid).filter((id) => id !== undefined)
  if (new Set(ids).size < ids.length) throw invalidKeys('Two keys of the key set have the same id.')
  const usable = (await Promise.all(keys.map(readVerificationKey))).filter((key) => key !== undefined)
  return new Map(usable.map((key) => [key.id, key]))
}

function invalidKeys(message: string): AdapterError {
  return new AdapterError({ adapter: 'tokens', code: 'invalid_keys', retryable: false, message })
}
