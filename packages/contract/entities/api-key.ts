import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

/** What a creator's own server may do with its key. */
export const keyScope = z.enum(['profile:read', 'knowledge:read', 'knowledge:write', 'conversations:read', 'conversations:write', 'usage:read'])
export type KeyScope = z.infer<typeof keyScope>

export const apiKey = z.object({ id, name: z.string(), scopes: z.array(keyScope), createdAt: instant, lastUsedAt: z.optional(instant) })
export type ApiKey = z.infer<typeof apiKey>
