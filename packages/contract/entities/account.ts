import * as z from 'zod/mini'
import { id, instant } from '../fields.js'
import { creator } from './creator.js'

/** What a person may do for a creator. `owner`: all of it. `support`: read and assist. `viewer`: read. */
export const memberRole = z.enum(['owner', 'support', 'viewer'])
export type MemberRole = z.infer<typeof memberRole>

/** A person who signs in. */
export const account = z.object({ id, email: z.string(), name: z.string(), emailVerified: z.boolean(), createdAt: instant })
export type Account = z.infer<typeof account>

/** One creator a person works for. */
export const membership = z.object({ creator, role: memberRole })
export type Membership = z.infer<typeof membership>

/** One sign-in of a person, on one device. */
export const signIn = z.object({ id, current: z.boolean(), creatorId: id, device: z.optional(z.string()), createdAt: instant, lastUsedAt: instant })
export type SignIn = z.infer<typeof signIn>

/** `refreshToken` is used once: each refresh gives the next one. `expiresIn`: seconds that `accessToken` lives. */
export const tokenPair = z.object({ accessToken: z.string(), refreshToken: z.string(), tokenType: z.literal('Bearer'), expiresIn: z.number() })
export type TokenPair = z.infer<typeof tokenPair>
