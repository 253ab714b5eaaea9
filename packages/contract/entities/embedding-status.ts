import * as z from 'zod/mini'

/** How far the vectors of the material are. */
export const embeddingStatus = z.object({
  /** `adapter:model`; `none`: search is by words alone. */
  embedder: z.string(),
  /** `updating`: until it is complete, the vectors of the embedder before answer, or words alone. */
  status: z.enum(['none', 'updating', 'complete']),
  /** Passages in a language that the embedder knows. */
  chunks: z.int(),
  embedded: z.int(),
  /** Numbers in each vector. */
  dimensions: z.optional(z.int()),
  /** Says that clients make the vectors: the model, and what it expects before a text. */
  client: z.optional(z.object({ model: z.string(), dimensions: z.int(), queryPrefix: z.string(), passagePrefix: z.string() })),
})
export type EmbeddingStatus = z.infer<typeof embeddingStatus>
