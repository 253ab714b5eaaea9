import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

/** A visitor's session with one creator. */
export const session = z.object({ id, creatorId: id, expiresAt: instant })
export type Session = z.infer<typeof session>
