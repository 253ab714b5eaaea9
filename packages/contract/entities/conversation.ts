import * as z from 'zod/mini'
import { channel, id, instant } from '../fields.js'
import { answeredForm } from './form.js'

/** `ai`: a coach answers. `direct`: people answer. `assisted`: a coach answers until a person takes over, and hands back. */
export const conversationKind = z.enum(['ai', 'direct', 'assisted'])
/** Who has it: the `coach`; nobody yet, as a person was `requested`; or a `person`, while whom the coach is silent. */
export const conversationState = z.enum(['coach', 'requested', 'person'])
/** Why a person was asked for. `member`: one took it unasked. `direct`: there is no coach. */
export const handoverReason = z.enum(['visitor', 'keyword', 'confidence', 'crisis', 'member', 'direct'])

export const handover = z.object({
  reason: handoverReason,
  requestedAt: instant,
  /** Since when a person has it, and how that person is called. */
  acceptedAt: z.optional(instant),
  person: z.optional(z.string()),
})

export const conversation = z.object({
  id,
  title: z.optional(z.string()),
  kind: conversationKind,
  /** Where it came from, as whoever opened it says: else `web` from a page and `api` from a program. */
  channel,
  state: conversationState,
  /** While the coach does not have it. */
  handover: z.optional(handover),
  /** Offset of the newest durable event; 0 when empty. */
  offset: z.number(),
  /** Changes when the log is restored or cut: a reader then starts over. */
  epoch: z.string(),
  /** Since when it is put away: it takes no messages then, and only the people who answer read it. */
  archivedAt: z.optional(instant),
  /** Messages that others wrote and the caller has not read; absent in events, which are for all. */
  unread: z.optional(z.number()),
  /** What the visitor answered before it began; absent in events. */
  form: z.optional(answeredForm),
  createdAt: instant,
  updatedAt: instant,
})
export type Conversation = z.infer<typeof conversation>
export type ConversationKind = z.infer<typeof conversationKind>
export type ConversationState = z.infer<typeof conversationState>
export type Handover = z.infer<typeof handover>
export type HandoverReason = z.infer<typeof handoverReason>
