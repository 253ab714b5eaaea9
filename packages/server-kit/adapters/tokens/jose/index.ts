import { SignJWT } from 'jose'
import { v7 as newId } from 'uuid'
import { AdapterError, type Clock, type Tokens } from '../../../ports/index.js'
import { checkClaims, claimsSchemas, kinds, type TokenRoles } from './claims.js'
import type { KeyRing } from './key-ring.js'
import { parseJson, verifyCompact } from './verify-compact.js'

export type { TokenRoles } from './claims.js'
export type { KeyRing } from './key-ring.js'
export { storedKeyRing } from './stored-key-ring.js'
export type { SignatureAlgorithm } from './verification-key.js'
export { verifySharedToken } from './verify-shared.js'

export interface TokensOptions {
  /** Written and demanded as `iss`: this installation's public address. */
  issuer: string
  keys: KeyRing
  clock: Clock
  roles: TokenRoles
}

/** Tokens on jose: JWTs in RS256 or ES256, one minute of leeway between clocks. */
export function createTokens({ issuer, keys, clock, roles }: TokensOptions): Tokens {
  const schemas = claimsSchemas(roles)
  const now = () => clock.now().getTime() / 1000
  return {
    async issue(kind, claims, options = {}) {
      const { typ, aud, lifetime } = kinds[kind]
      const iat = Math.floor(options.issuedAt ? options.issuedAt.getTime() / 1000 : now())
      const exp = options.expiresAt ? Math.floor(options.expiresAt.getTime() / 1000) : iat + lifetime(claims)
      const id = options.id ?? newId()
      const payload = { ...claims, iss: issuer, aud, typ: kind, jti: id, iat, nbf: iat, exp }
      // What would not be accepted later is not signed now.
      if (!checkClaims(payload, { kind, issuer, schemas, now: iat }).ok) throw unusable(kind)
      const { id: kid, algorithm, privateKey } = await keys.signing()
      const token = await new SignJWT(payload).setProtectedHeader({ alg: algorithm, typ, kid }).sign(privateKey)
      return { token, id, expiresAt: new Date(exp * 1000) }
    },
    async verify(kind, token) {
      const signed = await verifyCompact(token, keys.verifying)
      if (!signed || signed.header.typ !== kinds[kind].typ) return { ok: false, reason: 'invalid' }
      return checkClaims(parseJson(signed.payload), { kind, issuer, schemas, now: now() })
    },
    jwks: async () => ({ keys: (await keys.published()).map(({ jwk }) => jwk) }),
    rotateIfDue: () => keys.rotateIfDue(),
  }
}

function unusable(kind: string): AdapterError {
  return new AdapterError({
    adapter: 'tokens',
    code: 'invalid_claims',
    retryable: false,
    message: `These claims do not make a valid token of the kind ${kind}.`,
  })
}
