import * as z from 'zod/mini'
import { id, instant } from '../fields.js'
import { creator, tier } from './creator.js'

/** A creator as the platform's own people see it. Suspended (`isActive` false), nobody reaches its coach. */
export const hostedCreator = z.extend(creator, { tier, isActive: z.boolean(), createdAt: instant })
export type HostedCreator = z.infer<typeof hostedCreator>

/** An account as the platform's own people see it. Suspended, it cannot sign in. */
export const hostedAccount = z.object({
  id,
  email: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  isAdmin: z.boolean(),
  createdAt: instant,
})
export type HostedAccount = z.infer<typeof hostedAccount>

/** One of the platform's people acting for a creator, with the role `support`, until `expiresAt` at most. */
export const impersonation = z.object({ id, creatorId: id, accountId: id, reason: z.string(), createdAt: instant, expiresAt: instant })
export type Impersonation = z.infer<typeof impersonation>
