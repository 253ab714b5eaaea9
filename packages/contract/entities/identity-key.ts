import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

/** A key that signs who a creator's users are; `expiresAt` once another has taken its place. The secret itself is not shown again. */
export const identityKey = z.object({ id, createdAt: instant, expiresAt: z.optional(instant) })
export type IdentityKey = z.infer<typeof identityKey>

/** `required`: nobody is served whom the creator's server does not vouch for. `hmac`: it may vouch by the older user hash too. */
export const identitySettings = z.strictObject({ required: z.boolean(), hmac: z.boolean() })
export type IdentitySettings = z.infer<typeof identitySettings>
