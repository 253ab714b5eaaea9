import * as z from 'zod/mini'

const part = z.object({ status: z.enum(['up', 'down', 'none']), adapter: z.string() })
export const health = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  version: z.string(),
  requestId: z.string(),
  database: part,
  /** `adapter:model` of the model that answers; `extractive` quotes without a model. */
  languageModel: z.extend(part, { id: z.string(), quotesOnly: z.boolean() }),
  embedder: z.extend(part, { id: z.string() }),
})
export type Health = z.infer<typeof health>
