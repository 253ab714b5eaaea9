import * as z from 'zod/mini'
import { conversationKind } from './conversation.js'

/** Who answers a creator's visitors, and when the coach asks for a person. */
export const handoverSettings = z.strictObject({
  /** Of conversations opened from now on. */
  kind: conversationKind,
  /** In an `assisted` conversation: words or sentences that ask for a person, in whatever case and with or without accents. */
  keywords: z.array(z.string().check(z.trim(), z.minLength(2), z.maxLength(80))).check(z.maxLength(50)),
  /** In an `assisted` conversation: answers in a row that the coach does not know, after which it asks for a person; 0: it never does. */
  unknownAnswers: z.number().check(z.int(), z.minimum(0), z.maximum(4)),
})
export type HandoverSettings = z.infer<typeof handoverSettings>
