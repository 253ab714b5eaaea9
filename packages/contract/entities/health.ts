import * as z from 'zod/mini'
import { questionEmbedder } from './question-vector.js'

const status = z.enum(['up', 'down'])
const circuit = z.enum(['closed', 'open', 'probing'])

/** One of the models that can answer. */
const modelState = z.object({
  name: z.string(),
  id: z.string(),
  status: z.optional(z.enum(['up', 'down'])),
  /** `open`: left alone after failing again and again. `probing`: one call tries it. */
  circuit,
  /** Answers being written on this instance, and those that wait for a place. */
  running: z.number(),
  waiting: z.number(),
  /** Of the latest answers, 0 to 1. */
  errorRate: z.number(),
  /** Milliseconds, the median of the latest answers. */
  firstTokenMs: z.optional(z.number()),
  /** Part of the conversations that it gets, 0 to 1. */
  share: z.number(),
  /** Failed calls since the start: what was asked, the model itself, or the way to it was at fault; `timeouts` are those of the last that were silences. */
  failures: z.optional(z.object({ input: z.number(), model: z.number(), infrastructure: z.number(), timeouts: z.number() })),
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
  embedder: z.extend(part, { id: z.string(), circuit: z.optional(circuit) }),
  /**
   * Indexes through which the vectors of large creators are searched. `none`: there are none, and words find what vectors are compared with.
   * Absent while the database is down.
   */
  vectorIndex: z.optional(z.object({ status: z.enum(['up', 'down', 'none']), reason: z.optional(z.string()) })),
  /** There when questions are to come with a vector that the client made. */
  questionEmbedder: z.optional(questionEmbedder),
  /** Absent: there is none. */
  reranker: z.optional(z.extend(part, { id: z.string(), circuit: z.optional(circuit) })),
  /** How instances tell each other what happened. Absent: there is one alone. */
  bus: z.optional(part),
  /** Where files are: `down` when the disk is full or may not be written. */
  blobStore: z.object({ status }),
  /** How its last scan went. Absent: there is none. */
  scanner: z.optional(z.object({ status })),
  /** Where all instances count calls: while it is `down`, each counts by itself. Absent: there is one alone. */
  limiter: z.optional(z.object({ status })),
  /** Work that is stored: waiting for its turn, being done, and given up after its last try. Absent while the database is down. */
  jobs: z.optional(z.object({ waiting: z.number(), running: z.number(), dead: z.number() })),
})
export type Health = z.infer<typeof health>
