import * as z from 'zod/mini'
import { instant } from '../fields.js'

/** How far one participant of a conversation has come. Offsets are of messages and never go back: merge by maximum. */
export const receipt = z.object({
  /** `visitor`, `member:<account id>` or `key:<key id>`. */
  participantId: z.string(),
  /** Everything up to this offset has reached one of its devices. */
  delivered: z.number(),
  /** Everything up to this offset was seen. */
  read: z.number(),
  /** When it last left, to the minute; absent: not yet, or it is not known. */
  lastSeenAt: z.optional(instant),
})
export type Receipt = z.infer<typeof receipt>
