import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

export const conversation = z.object({
  id,
  title: z.optional(z.string()),
  /** Offset of the newest durable event; 0 when empty. */
  offset: z.number(),
  /** Changes when the log is restored or cut: a reader then starts over. */
  epoch: z.string(),
  /** Messages that others wrote and the caller has not read; absent in events, which are for all. */
  unread: z.optional(z.number()),
  createdAt: instant,
  updatedAt: instant,
})
export type Conversation = z.infer<typeof conversation>
