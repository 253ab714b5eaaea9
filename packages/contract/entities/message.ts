import * as z from 'zod/mini'
import { id, instant } from '../fields.js'
import { attachment } from './attachment.js'
import { citation } from './citation.js'
import { feedback } from './feedback.js'
import { messageContext } from './message-context.js'

/** `sent`: a person's. An answer: `pending` (queued or being written), `completed`, `failed` (nothing usable; retry), `interrupted` (cut: text so far kept; retry), `stopped` (by the reader). */
export const messageStatus = z.enum(['sent', 'pending', 'completed', 'failed', 'interrupted', 'stopped'])

export const message = z.object({
  id,
  conversationId: id,
  /** Position in the conversation's log, from 1, gapless over all its durable events. An answer keeps the one it was created at. */
  offset: z.number(),
  /** `user`: who asks. `assistant`: the coach. `member`: a person who answers in the coach's place. */
  role: z.enum(['user', 'assistant', 'member']),
  status: messageStatus,
  text: z.string(),
  citations: z.array(citation),
  /** 0 to 1, how well the material covers the question; answers only. */
  confidence: z.optional(z.number()),
  /** Why a `failed` or `interrupted` answer ended: a code of the catalogue. On a `completed` one `AI_002`: there is no material yet. */
  errorCode: z.optional(z.string()),
  /** The model that answered, as `adapter:model`. */
  model: z.optional(z.string()),
  /** The answer was written before, for the same request: no model was asked, and nothing was used up. */
  cached: z.optional(z.literal(true)),
  /** The question an answer replies to. */
  replyTo: z.optional(id),
  clientMessageId: z.optional(z.string()),
  /** How the person is called who wrote it; a `member`'s only. */
  author: z.optional(z.string()),
  /** The messages whose place it took: an answer written again, or a question in other words with the answer to it. They are no longer shown. */
  supersedes: z.optional(z.array(id)),
  /** The message that took its place. */
  supersededBy: z.optional(id),
  /** Since when it is put away: no longer shown, and not read by the coach. */
  archivedAt: z.optional(instant),
  /** What the page said of where the visitor was; a visitor's own question only. */
  context: z.optional(messageContext),
  /** Files that came with it, where people write to each other. */
  attachments: z.optional(z.array(attachment)),
  /** What the visitor thinks of an answer; in `messages.list`, not in events. */
  feedback: z.optional(feedback),
  createdAt: instant,
})
export type Message = z.infer<typeof message>
export type MessageStatus = z.infer<typeof messageStatus>
