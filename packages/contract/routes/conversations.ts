import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { conversation } from '../entities/conversation.js'
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
    audience: 'visitor',
    summary: "The session's conversations, newest first.",
    query: pageQuery,
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
