import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

/** What visitors asked and the material does not cover: questions that mean the same, together. */
export const unansweredQuestion = z.object({
  /** Of the newest of them. */
  id,
  /** As it was last asked. */
  text: z.string(),
  /** How often it was asked. */
  count: z.number(),
  /** Up to three other ways it was put, the newest first. */
  otherWordings: z.array(z.string()),
  firstAskedAt: instant,
  lastAskedAt: instant,
})
export type UnansweredQuestion = z.infer<typeof unansweredQuestion>
