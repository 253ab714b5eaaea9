import * as z from 'zod/mini'
import { message } from './message.js'

/** What a coach's model would read of a conversation with the next question, beside the material. */
export const modelContext = z.object({
  /** What was said before `messages`, in the model's words; absent until a conversation is long. `upToOffset`: the last that it holds. */
  summary: z.optional(z.object({ text: z.string(), upToOffset: z.number() })),
  /** Word by word, oldest first. */
  messages: z.array(message),
  /** Estimated, of all of it. */
  tokens: z.number(),
  /** Never more than so many; a question with much material leaves less room. */
  most: z.object({ messages: z.number(), tokens: z.number() }),
})
export type ModelContext = z.infer<typeof modelContext>
