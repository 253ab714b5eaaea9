import * as z from 'zod/mini'
import type { NewClaims, TokenClaims, TokenKind } from '../../../ports/index.js'

const minute = 60
const day = 24 * 60 * minute
/** No token lives longer, so that a key's overlap of as many days verifies all it signed. */
export const longestLifetimeSeconds = 7 * day
const leewaySeconds = 60
const lastSecond = 8.64e12

interface KindRules<Kind extends TokenKind> {
  /** The header's media type (RFC 8725, 3.11). */
  typ: string
  aud: string
  /** How long it lives unless told, in seconds. */
  lifetime(claims: NewClaims<Kind>): number
  maxLifetime: number
}
const emailLifetimes = { verify: day, reset: 15 * minute, invite: 7 * day }

export const kinds: { [Kind in TokenKind]: KindRules<Kind> } = {
  access: { typ: 'at+jwt', aud: 'coachkit-api', lifetime: () => 15 * minute, maxLifetime: 15 * minute },
  refresh: { typ: 'rt+jwt', aud: 'coachkit-refresh', lifetime: () => longestLifetimeSeconds, maxLifetime: longestLifetimeSeconds },
  email: { typ: 'et+jwt', aud: 'coachkit-email', lifetime: ({ purpose }) => emailLifetimes[purpose], maxLifetime: emailLifetimes.invite },
  service: { typ: 'st+jwt', aud: 'coachkit-service', lifetime: () => 5 * minute, maxLifetime: 60 * minute },
}

/** Role names that an access token may carry: a creator's need its `tid`, the platform's stand without one too. */
export interface TokenRoles {
  ofCreator: readonly string[]
  ofPlatform: readonly string[]
}

const id = z.string().check(z.regex(/^[\w.:-]{1,128}$/))
const address = z.string().check(z.regex(/^[^\s\p{Cc}]{3,320}$/u))
const seconds = z.number().check(z.gte(0), z.lte(lastSecond))
const common = { jti: id, iat: seconds, exp: seconds }
const envelope = z.object({ iss: z.string(), aud: z.union([z.string(), z.array(z.string())]), typ: z.string(), nbf: seconds })

export type ClaimsSchemas = { [Kind in TokenKind]: z.ZodMiniType<TokenClaims[Kind]> }
export function claimsSchemas(roles: TokenRoles): ClaimsSchemas {
  const role = z.enum([...roles.ofCreator, ...roles.ofPlatform])
  return {
    access: z
      .object({
        ...common,
        sub: id,
        tid: z.optional(id),
        role: z.optional(role),
        tv: z.optional(z.int().check(z.gte(0))),
        fam: z.optional(id),
        act: z.optional(z.literal('support')),
      })
      .check(z.refine(({ tid, role }) => (role === undefined ? tid === undefined : tid !== undefined || roles.ofPlatform.includes(role)))),
    refresh: z.object({ ...common, sub: id, fam: id }),
    email: z.object({ ...common, sub: address, purpose: z.enum(['verify', 'reset', 'invite']) }),
    service: z.object({ ...common, sub: id, tid: z.optional(id) }),
  }
}

export type CheckedClaims<Claims> = { ok: true; claims: Claims } | { ok: false; reason: 'expired' | 'invalid' }

/** Whether a signed payload is a token of this kind, of this issuer, at this second. */
export function checkClaims<Kind extends TokenKind>(
  payload: unknown,
  { kind, issuer, schemas, now }: { kind: Kind; issuer: string; schemas: ClaimsSchemas; now: number },
): CheckedClaims<TokenClaims[Kind]> {
  const outer = envelope.safeParse(payload)
  const inner = schemas[kind].safeParse(payload)
  const { aud, maxLifetime } = kinds[kind]
  if (!outer.success || !inner.success || outer.data.iss !== issuer || outer.data.typ !== kind) return { ok: false, reason: 'invalid' }
  if (![outer.data.aud].flat().includes(aud)) return { ok: false, reason: 'invalid' }
  const { iat, exp } = inner.data
  if (Math.max(iat, outer.data.nbf) > now + leewaySeconds || exp - iat > maxLifetime + leewaySeconds) return { ok: false, reason: 'invalid' }
  return exp + leewaySeconds <= now ? { ok: false, reason: 'expired' } : { ok: true, claims: inner.data as TokenClaims[Kind] }
}
