import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { conversation, conversationState } from '../entities/conversation.js'
import { modelContext } from '../entities/model-context.js'
import { archived, channel, id, pageOf, pageQuery } from '../fields.js'

const inConversation = z.object({ conversationId: id })

export const conversations = {
  create: defineRoute({
    method: 'POST',
    path: '/v1/conversations',
    audience: 'visitor',
    summary:
      'Open a conversation. `channel` says where it comes from: `widget`, `whatsapp`, any name of yours; left out, `web` from a page and `api` from a program.',
    body: z.optional(z.strictObject({ channel: z.optional(channel) })),
    result: conversation,
    status: 201,
    idempotent: true,
    errors: ['VAL_001', 'FORM_003'],
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/conversations',
    audience: 'participant',
    summary:
      "Conversations, newest first: a visitor's own, a member's all that anything was said in. `state=requested` are those that wait for a person. `channel` are those that came from there. Those that are put away are left out unless `archived` says so.",
    query: z.extend(pageQuery, { state: z.optional(conversationState), channel: z.optional(channel), archived }),
    result: pageOf(conversation),
    errors: ['VAL_001'],
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}',
    audience: 'participant',
    summary: 'One conversation.',
    params: inConversation,
    result: conversation,
    errors: ['RESOURCE_001'],
  }),
  context: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}/context',
    audience: 'participant',
    summary: 'What the coach goes by of what was said: the summary of what is long ago, and the newest messages.',
    params: inConversation,
    result: modelContext,
    errors: ['RESOURCE_001'],
  }),
  archive: defineRoute({
    method: 'DELETE',
    path: '/v1/conversations/{conversationId}',
    audience: 'participant',
    summary: 'Put a conversation away: it takes no messages any more, its visitor no longer sees it, and the next one begins without it. Nothing is deleted.',
    params: inConversation,
    result: conversation,
    errors: ['RESOURCE_001'],
  }),
  restore: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/restore',
    audience: 'participant',
    summary: 'Bring a conversation back that was put away.',
    params: inConversation,
    result: conversation,
    errors: ['RESOURCE_001'],
  }),
}
