import * as z from 'zod/mini'

const line = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))

/** How a creator's coach speaks. What is absent is the kit's own. */
export const persona = z.strictObject({
  /** What the coach is and does, added to the rules, which hold before it: it answers from the material alone and cites it. */
  instructions: z.optional(line(4000)),
  /** Such as "warm and brief". */
  tone: z.optional(line(200)),
  /** 0 to 2; 0.2 unless told. */
  temperature: z.optional(z.number().check(z.gte(0), z.lte(2))),
  /** Tokens of an answer, 64 to 4,096; 800 unless told. */
  maxTokens: z.optional(z.int().check(z.gte(64), z.lte(4096))),
  /** Texts at which an answer ends. */
  stop: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(50))).check(z.maxLength(4))),
  /** The name of the model that answers, of those the host offers. */
  model: z.optional(line(200)),
})
export type Persona = z.infer<typeof persona>
