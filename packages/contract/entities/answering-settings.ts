import * as z from 'zod/mini'

/** When a creator's coach answers. */
export const answeringSettings = z.strictObject({
  /** The confidence, 0 to 1, from which the coach answers from the material; below it the coach says that it does not know. */
  answerFrom: z.number().check(z.minimum(0), z.maximum(1)),
  /** While there is no material at all: say that there is none (`AI_002` on the answer), or let the model answer from what it knows, and say so. */
  emptyKnowledge: z.enum(['refuse', 'answer']),
  /** How many seconds after its last reader left an answer is stopped, 1 to 600, so that a reload is no leaving; `null`: it is finished and waits. */
  stopWhenLeftSeconds: z.nullable(z.number().check(z.int(), z.minimum(1), z.maximum(600))),
})
export type AnsweringSettings = z.infer<typeof answeringSettings>
