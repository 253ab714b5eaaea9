import * as z from 'zod/mini'
import { feedbackReason, id, instant } from '../fields.js'

export const rating = z.enum(['up', 'down'])

/** What a visitor thinks of an answer. */
export const feedback = z.object({ rating, reason: z.optional(feedbackReason) })
export type Feedback = z.infer<typeof feedback>

/** The same, for those who look after the coach. */
export const givenFeedback = z.extend(feedback, {
  messageId: id,
  conversationId: id,
  /** What was asked; absent where nothing was. */
  question: z.optional(z.string()),
  answer: z.string(),
  givenAt: instant,
})
export type GivenFeedback = z.infer<typeof givenFeedback>

/** How many answers helped, and how many did not. */
export const opinions = z.object({ up: z.number(), down: z.number() })
/** Of a model's answers, `adapter:model`; without `model`, those that none wrote. */
export const opinionsOfModel = z.extend(opinions, { model: z.optional(z.string()) })
export type OpinionsOfModel = z.infer<typeof opinionsOfModel>
