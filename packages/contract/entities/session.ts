import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

/** Whom the host vouched for, as the host names them. */
export const visitorUser = z.object({ id: z.string(), name: z.optional(z.string()), email: z.optional(z.string()) })
export type VisitorUser = z.infer<typeof visitorUser>

/** A visitor's session with one creator, as the token in hand opens it until `expiresAt`. Without `user` it is anonymous. */
export const session = z.object({
  id,
  creatorId: id,
  expiresAt: instant,
  user: z.optional(visitorUser),
  /** Version of the creator's form that the visitor answered last. */
  formVersion: z.optional(z.string()),
})
export type Session = z.infer<typeof session>
