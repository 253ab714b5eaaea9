import { compactVerify, errors } from 'jose'
import * as z from 'zod/mini'
import { keyProblem } from '../../../domain/json/key-problem.js'
import type { SharedKey, VerifySharedToken } from '../../../ports/index.js'
import { headerOf, parseJson } from './verify-compact.js'

/** HS256 and nothing else: no key inside or elsewhere, no critical extension. A public key is never taken for a secret, because none is here. */
const sharedHeader = z.strictObject({ alg: z.literal('HS256'), kid: z.optional(z.string()), typ: z.optional(z.string().check(z.regex(/^jwt$/i))) })

/** Tokens of creators' own servers, on jose. */
export const verifySharedToken: VerifySharedToken = async (token, keys) => {
  const header = sharedHeader.safeParse(headerOf(token))
  if (!header.success) return undefined
  const { kid } = header.data
  for (const key of keys) {
    const payload = kid === undefined || kid === key.id ? await signedPayload(token, key) : undefined
    if (payload) return keyProblem(new TextDecoder().decode(payload)) ? undefined : parseJson(payload)
  }
  return undefined
}

async function signedPayload(token: string, { secret }: SharedKey): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(token, secret, { algorithms: ['HS256'] })).payload
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
