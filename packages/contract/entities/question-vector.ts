import * as z from 'zod/mini'

const model = z.string().check(z.minLength(1), z.maxLength(200))

/** A question's vector of length one, made by a client with the model that `questionEmbedder` names. */
export const questionVector = z.strictObject({
  model,
  /** Base64 of little-endian 32-bit floats. */
  values: z.base64().check(z.maxLength(65_536)),
})
export type QuestionVector = z.infer<typeof questionVector>

/** The model with which clients embed their questions, and what it expects before one. */
export const questionEmbedder = z.object({ model, dimensions: z.int(), queryPrefix: z.string() })
export type QuestionEmbedder = z.infer<typeof questionEmbedder>
