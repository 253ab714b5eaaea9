import * as z from 'zod/mini'
import { id, instant } from '../fields.js'

/** Calls of language models, added up. Money is in millionths of a US dollar. */
export const usageSum = z.object({
  calls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  microUsd: z.number(),
  /** The tokens of calls whose model did not say how many they were: counted by rule of thumb. */
  estimatedTokens: z.number(),
  /** Calls of models that have no price: they cost nothing here. */
  unpricedCalls: z.number(),
})
export type UsageSum = z.infer<typeof usageSum>

/** How much of a month's quota is used, answers being written included; without `limit` there is none. */
const quota = z.object({ used: z.number(), limit: z.optional(z.number()) })

export const usage = z.object({
  /** `key`: a day like 2030-01-31, a month like 2030-01, or a model as `adapter:model`. */
  items: z.array(z.extend(usageSum, { key: z.string() })),
  total: usageSum,
  /** The quotas of this month, in UTC. */
  quotas: z.object({ month: z.string(), exchanges: quota, tokens: quota, microUsd: quota }),
})
export type Usage = z.infer<typeof usage>

export const modelCall = z.object({
  messageId: id,
  purpose: z.enum(['answer', 'rewrite', 'summary']),
  /** `adapter:model`. */
  model: z.string(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** The model did not say: counted by rule of thumb. */
  estimated: z.boolean(),
  /** Absent: the model has no price. */
  microUsd: z.optional(z.number()),
  firstTokenMs: z.optional(z.number()),
  totalMs: z.number(),
  createdAt: instant,
})

export const conversationUsage = z.object({ total: usageSum, calls: z.array(modelCall) })
export type ConversationUsage = z.infer<typeof conversationUsage>
