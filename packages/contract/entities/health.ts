import * as z from 'zod/mini'
import { questionEmbedder } from './question-vector.js'

/** One of the models that can answer. */
const modelState = z.object({
  name: z.string(),
  id: z.string(),
  status: z.optional(z.enum(['up', 'down'])),
  /** `open`: left alone after failing again and again. `probing`: one call tries it. */
  circuit: z.enum(['closed', 'open', 'probing']),
  /** Answers being written on this instance, and those that wait for a place. */
  running: z.number(),
  waiting: z.number(),
  /** Of the latest answers, 0 to 1. */
  errorRate: z.number(),
  /** Milliseconds, the median of the latest answers. */
  firstTokenMs: z.optional(z.number()),
  /** Part of the conversations that it gets, 0 to 1. */
  share: z.number(),
  /** Why it was taken out of use after its trial. */
  rolledBack: z.optional(z.enum(['errors', 'latency'])),
})

const part = z.object({ status: z.enum(['up', 'down', 'none']), adapter: z.string() })
export const health = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  version: z.string(),
  requestId: z.string(),
  database: part,
  /** `adapter:model` of the model that answers; `extractive` quotes without a model. */
  languageModel: z.extend(part, { id: z.string(), quotesOnly: z.boolean(), models: z.array(modelState) }),
  embedder: z.extend(part, { id: z.string() }),
  /**
   * Indexes through which the vectors of large creators are searched. `none`: there are none, and words find what vectors are compared with.
   * Absent while the database is down.
   */
  vectorIndex: z.optional(z.object({ status: z.enum(['up', 'down', 'none']), reason: z.optional(z.string()) })),
  /** There when questions are to come with a vector that the client made. */
  questionEmbedder: z.optional(questionEmbedder),
  /** Absent: there is none. */
  reranker: z.optional(z.extend(part, { id: z.string() })),
  /** Work that is stored: waiting for its turn, being done, and given up after its last try. Absent while the database is down. */
  jobs: z.optional(z.object({ waiting: z.number(), running: z.number(), dead: z.number() })),
})
export type Health = z.infer<typeof health>
