import * as z from 'zod/mini'
import { id, instant } from '../fields.js'
import { message } from './message.js'

const label = z.string().check(z.trim(), z.minLength(1), z.maxLength(100))
const custom = z.record(z.string().check(z.minLength(1), z.maxLength(64)), z.union([z.string().check(z.maxLength(500)), z.number(), z.boolean()]))

/** What the creator's own programs say of a message. Nothing here changes what was said. */
export const messageMetadata = z.strictObject({
  intent: z.optional(label),
  sentiment: z.optional(label),
  topics: z.optional(z.array(label).check(z.maxLength(20))),
  urgency: z.optional(label),
  custom: z.optional(custom.check(z.refine((fields) => Object.keys(fields).length <= 50))),
})
export type MessageMetadata = z.infer<typeof messageMetadata>

/** How an answer came about. */
export const answerDetails = z.object({
  /** 1 when it was written at once. */
  attempts: z.number(),
  /** From the question to the beginning of the run that wrote it; how long that run took; and both. */
  queuedMs: z.number(),
  processingMs: z.number(),
  totalMs: z.number(),
  /** What a model was asked with; absent where none was asked. */
  model: z.optional(
    z.object({
      /** As `adapter:model`. */
      id: z.string(),
      temperature: z.optional(z.number()),
      maxTokens: z.optional(z.number()),
      stop: z.optional(z.array(z.string())),
      promptTokens: z.number(),
      completionTokens: z.number(),
      /** Counted by rule of thumb: the model did not say. */
      estimated: z.boolean(),
      microUsd: z.optional(z.number()),
      firstTokenMs: z.optional(z.number()),
    }),
  ),
  /** What it read of the conversation. */
  context: z.optional(
    z.object({
      /** The most messages of the conversation that a model is given. */
      windowSize: z.number(),
      messages: z.number(),
      /** By rule of thumb, of all that it was given: rules, messages, material and question. */
      tokens: z.number(),
      /** SHA-256 of all of it: the same again is the same request. */
      hash: z.string(),
    }),
  ),
})
export type AnswerDetails = z.infer<typeof answerDetails>

/** With what a question was sent, as little as tells pages, apps and programs apart; kept for 30 days. */
export const messageClient = z.object({
  /** `web`: a page. `mobile`: a page or an app on a phone or a tablet. `api`: any other program. */
  platform: z.enum(['web', 'mobile', 'api']),
  /** Shortened: `Chrome 126, Android`. */
  userAgent: z.optional(z.string()),
  /** The network only: `203.0.113.0/24`, `2001:db8:1::/48`. */
  address: z.optional(z.string()),
})
export type MessageClient = z.infer<typeof messageClient>

/** A message with all that is known of it; for the people who answer. */
export const describedMessage = z.extend(message, {
  metadata: z.optional(messageMetadata),
  /** Of its text. */
  content: z.optional(z.object({ language: z.optional(z.string()), characters: z.number(), words: z.number(), hash: z.string() })),
  details: z.optional(answerDetails),
  client: z.optional(messageClient),
})
export type DescribedMessage = z.infer<typeof describedMessage>

/** A message that was searched for, with the conversation it is in. */
export const foundMessage = z.extend(message, { conversation: z.object({ id, title: z.optional(z.string()), createdAt: instant }) })
export type FoundMessage = z.infer<typeof foundMessage>
