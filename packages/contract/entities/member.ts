import * as z from 'zod/mini'
import { id, instant } from '../fields.js'
import { memberRole } from './account.js'

/** A person who works for the creator. */
export const member = z.object({ accountId: id, email: z.string(), name: z.string(), role: memberRole, createdAt: instant })
export type Member = z.infer<typeof member>
