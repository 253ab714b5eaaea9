import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { conversation, conversationState } from '../entities/conversation.js'
import { id, pageOf, pageQuery } from '../fields.js'

export const conversations = {
  create: defineRoute({
    method: 'POST',
    path: '/v1/conversations',
    audience: 'visitor',
    summary: 'Open a conversation.',
    result: conversation,
    status: 201,
    errors: [],
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/conversations',
    audience: 'participant',
    summary: "Conversations, newest first: a visitor's own, a member's all that anything was said in. `state=requested` are those that wait for a person.",
    query: z.extend(pageQuery, { state: z.optional(conversationState) }),
    result: pageOf(conversation),
    errors: ['VAL_001'],
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}',
    audience: 'participant',
    summary: 'One conversation.',
    params: z.object({ conversationId: id }),
    result: conversation,
    errors: ['RESOURCE_001'],
  }),
}
