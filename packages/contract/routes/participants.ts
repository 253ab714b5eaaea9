import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { receipt } from '../entities/receipt.js'
import { id } from '../fields.js'

const inConversation = z.object({ conversationId: id })
const messageOffset = z.number().check(z.int(), z.minimum(0))

export const participants = {
  mark: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/receipts',
    audience: 'participant',
    summary: 'Say up to which message offset you have received or read. Never goes back; what is read was delivered. Others hear `receipt.updated`.',
    params: inConversation,
    body: z.strictObject({ delivered: z.optional(messageOffset), read: z.optional(messageOffset) }),
    result: receipt,
    errors: ['RESOURCE_001', 'VAL_001'],
  }),
  typing: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/typing',
    audience: 'participant',
    summary: 'Say that you write, every few seconds while you do, or that you stopped. The others hear `typing`; more than once in 2 s is heard once.',
    params: inConversation,
    body: z.strictObject({ isTyping: z.boolean() }),
    status: 204,
    errors: ['RESOURCE_001', 'VAL_001'],
  }),
}
