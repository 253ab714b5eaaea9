import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { conversationUsage, usage as usageEntity } from '../entities/usage.js'
import { id } from '../fields.js'

const day = z.iso.date()

export const usage = {
  get: defineRoute({
    method: 'GET',
    path: '/v1/usage',
    audience: 'member',
    summary:
      'What the models took and cost, by `day`, `month` or `model`, from one UTC day to another, both included (this month unless told), at most 400 days.',
    query: z.object({ from: z.optional(day), to: z.optional(day), by: z._default(z.enum(['day', 'month', 'model']), 'day') }),
    result: usageEntity,
    errors: ['VAL_001'],
  }),
  conversation: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}/usage',
    audience: 'member',
    summary: 'What the models took and cost in one conversation, with its last 100 calls, newest first.',
    params: z.object({ conversationId: id }),
    result: conversationUsage,
    errors: ['RESOURCE_001'],
  }),
}
