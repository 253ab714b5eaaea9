import { compactVerify, errors } from 'jose'
import * as z from 'zod/mini'
import { signatureAlgorithms, type VerificationKey } from './verification-key.js'

export const maxTokenLength = 8192

const shape = /^([\w-]+)\.([\w-]*)\.([\w-]+)$/
/** Nothing but what we write: no embedded or remote keys, no critical extensions, no nested tokens. */
const protectedHeader = z.strictObject({
  alg: z.enum(signatureAlgorithms),
  kid: z.string().check(z.minLength(1), z.maxLength(256)),
  typ: z.optional(z.string()),
})
export type ProtectedHeader = z.output<typeof protectedHeader>

/**
 * Checks the signature of a compact JWS by the one key that its `kid` names, in that key's own algorithm.
 * `undefined` for anything that is not exactly such a token; fails only when `keyOf` does.
 */
export async function verifyCompact(
  token: string,
  keyOf: (id: string) => Promise<VerificationKey | undefined>,
): Promise<{ header: ProtectedHeader; payload: Uint8Array } | undefined> {
  const header = protectedHeader.safeParse(headerOf(token))
  if (!header.success) return undefined
  const key = await keyOf(header.data.kid)
  if (!key || key.algorithm !== header.data.alg) return undefined
  try {
    const { payload } = await compactVerify(token, key.key, { algorithms: [key.algorithm] })
    return { header: header.data, payload }
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** The unchecked header of a token in compact form; `undefined` for what is none, or is too long. */
export function headerOf(token: string): unknown {
  if (token.length > maxTokenLength) return undefined
  const parts = shape.exec(token)?.slice(1)
  return parts?.every(isCanonical) ? parseJson(Buffer.from(parts[0] ?? '', 'base64url')) : undefined
}

/** `undefined` for what is not JSON in UTF-8. Of a repeated name the last counts, here as in every other parser of the kit. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Whether the text is the only one for its bytes, so that one signature has one spelling. */
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part
}
