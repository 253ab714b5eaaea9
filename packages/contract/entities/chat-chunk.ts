import * as z from 'zod/mini'
import { id } from '../fields.js'
import { citation } from './citation.js'
import { conversationState } from './conversation.js'
import { messageStatus } from './message.js'

/** What is known of an answer beside its parts: the `metadata` of a `UIMessage`. */
export const chatMetadata = z.object({
  conversationId: id,
  status: messageStatus,
  /** How the person is called who wrote it in the coach's place. */
  author: z.optional(z.string()),
  confidence: z.optional(z.number()),
  /** The model that answered, as `adapter:model`. */
  model: z.optional(z.string()),
  /** As an answer's `cached`. */
  cached: z.optional(z.literal(true)),
  /** As an answer's `errorCode`. */
  errorCode: z.optional(z.string()),
})

/** Where a source part keeps the citation that it is made of. */
const ofSource = z.object({ coachkit: citation })

const sourceUrl = z.object({ type: z.literal('source-url'), sourceId: z.string(), url: z.string(), title: z.string(), providerMetadata: ofSource })
const sourceDocument = z.object({
  type: z.literal('source-document'),
  sourceId: z.string(),
  mediaType: z.string(),
  title: z.string(),
  filename: z.string(),
  providerMetadata: ofSource,
})
/** Why the answer failed: a code of the catalogue, and its sentence in the caller's language. */
const dataError = z.object({ type: z.literal('data-error'), data: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }) })

/** A message as the AI SDK's `UIMessage` has it. A question's id is the one that its page gave it. */
export const chatMessage = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  parts: z.array(z.discriminatedUnion('type', [z.object({ type: z.literal('text'), text: z.string() }), sourceUrl, sourceDocument, dataError])),
  metadata: chatMetadata,
})
export type ChatMessage = z.infer<typeof chatMessage>

/** The pieces of an answer as the AI SDK's UI message stream has them: those of its chunks that a coach needs. */
export const chatChunk = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), messageId: id, messageMetadata: z.optional(chatMetadata) }),
  z.object({ type: z.literal('start-step') }),
  /** What was written so far is not the answer: it is written anew. */
  z.object({ type: z.literal('reset-step') }),
  z.object({ type: z.literal('text-start'), id: z.string() }),
  z.object({ type: z.literal('text-delta'), id: z.string(), delta: z.string() }),
  z.object({ type: z.literal('text-end'), id: z.string() }),
  sourceUrl,
  sourceDocument,
  dataError,
  /** No answer of the coach follows: who has the conversation now. */
  z.object({ type: z.literal('data-handover'), data: z.object({ state: conversationState }) }),
  z.object({ type: z.literal('finish-step') }),
  z.object({ type: z.literal('finish'), finishReason: z.enum(['stop', 'error', 'interrupted', 'other']), messageMetadata: z.optional(chatMetadata) }),
  z.object({ type: z.literal('abort'), reason: z.string() }),
  z.object({ type: z.literal('error'), errorText: z.string() }),
])
export type ChatChunk = z.infer<typeof chatChunk>
export type ChatMetadata = z.infer<typeof chatMetadata>
