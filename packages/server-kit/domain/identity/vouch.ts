import { createHmac, timingSafeEqual } from 'node:crypto'
import type { VisitorUser } from '@coachkit/contract'
import * as z from 'zod/mini'

const leewaySeconds = 60
const longestSeconds = 3600

const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest), z.regex(/^[^\p{Cc}\p{Cs}]+$/u))
const userId = text(200)
const seconds = z.number().check(z.gte(0), z.lte(8.64e12))
const payload = z.object({
  aud: z.union([z.string(), z.tuple([z.string()])]),
  sub: userId,
  exp: seconds,
  iat: z.optional(seconds),
  nbf: z.optional(seconds),
  // Hosts write null for what they do not know.
  name: z.nullish(text(200)),
  email: z.nullish(text(320)),
})

/** What `aud` of a token for this creator is. */
export function identityAudience(slug: string): string {
  return `coachkit:${slug}`
}

/** Whom a signed payload vouches for; `undefined` unless it is for this creator, at this second, and ends within the hour. */
export function vouchedUser(claims: unknown, { slug, now }: { slug: string; now: number }): VisitorUser | undefined {
  const parsed = payload.safeParse(claims)
  if (!parsed.success) return undefined
  const { aud, sub, exp, iat = 0, nbf = 0, name, email } = parsed.data
  if ([aud].flat()[0] !== identityAudience(slug)) return undefined
  if (exp + leewaySeconds <= now || exp > now + longestSeconds + leewaySeconds) return undefined
  if (Math.max(iat, nbf) > now + leewaySeconds) return undefined
  return { id: sub, ...(name ? { name } : {}), ...(email ? { email } : {}) }
}

/** Whom a user hash vouches for: hex(HMAC-SHA256(secret, id)), the older way, which never ends by itself. */
export function hashedUser({ id, hash }: { id: string; hash: string }, secrets: readonly Uint8Array[]): VisitorUser | undefined {
  if (!userId.safeParse(id).success || !/^[0-9a-f]{64}$/.test(hash)) return undefined
  const given = Buffer.from(hash, 'hex')
  const right = secrets.some((secret) => timingSafeEqual(createHmac('sha256', secret).update(id).digest(), given))
  return right ? { id } : undefined
}
