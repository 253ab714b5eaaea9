import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { conversation } from '../entities/conversation.js'
import { message } from '../entities/message.js'
import { questionVector } from '../entities/question-vector.js'
import { clientMessageId, id, messageText, pageOf, pageQuery } from '../fields.js'

const inConversation = z.object({ conversationId: id })
const inMessage = z.object({ conversationId: id, messageId: id })

export const messages = {
  send: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages',
    audience: 'participant',
    summary:
      'Send a message. Answered after commit; the reply follows on the channel `conversation:<id>`, unless a person has the conversation. ' +
      'A repeat of `clientMessageId` gets the first result. `vector` is for servers whose health names a `questionEmbedder`; others pass over it.',
    params: inConversation,
    body: z.strictObject({ clientMessageId, text: messageText, vector: z.optional(questionVector) }),
    result: z.object({ message, duplicate: z.boolean() }),
    status: 201,
    errors: ['RESOURCE_001', 'VAL_001', 'MESSAGE_001', 'MESSAGE_002', 'EMBEDDER_002', 'idempotency_conflict'],
  }),
  reply: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/replies',
    audience: 'member',
    summary: 'Answer in the place of the coach, in a conversation that a person has accepted. A repeat of `clientMessageId` gets the first result.',
    params: inConversation,
    body: z.strictObject({ clientMessageId, text: messageText }),
    result: z.object({ message, duplicate: z.boolean() }),
    status: 201,
    errors: ['RESOURCE_001', 'VAL_001', 'MESSAGE_001', 'MESSAGE_002', 'CONFLICT_001', 'idempotency_conflict'],
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}/messages',
    audience: 'participant',
    summary:
      'History, newest page first, each page in reading order; `nextCursor` leads to older ones. Messages that others took the place of are left out unless `superseded=include`. `offset` is the position of the log it was read at, `conversation` how it was then.',
    params: inConversation,
    query: z.extend(pageQuery, { superseded: z.optional(z.literal('include')) }),
    result: z.extend(pageOf(message), { offset: z.number(), conversation }),
    errors: ['RESOURCE_001', 'VAL_001'],
  }),
  stop: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/stop',
    audience: 'participant',
    summary: 'Stop the answer being written; the text so far is kept.',
    params: inMessage,
    result: message,
    errors: ['RESOURCE_001'],
  }),
  retry: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/retry',
    audience: 'participant',
    summary: 'Answer again: for an answer that failed, was interrupted or stopped.',
    params: inMessage,
    result: message,
    status: 202,
    errors: ['RESOURCE_001', 'CONFLICT_001'],
  }),
  regenerate: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/regenerate',
    audience: 'participant',
    summary: 'Write another answer to the last question, in place of this one, which is kept.',
    params: inMessage,
    result: message,
    status: 202,
    errors: ['RESOURCE_001', 'CONFLICT_001', 'CONVERSATION_001'],
  }),
  edit: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/edit',
    audience: 'visitor',
    summary: 'Ask the last question in other words: the new one, and the answer to it, take the place of the old ones, which are kept.',
    params: inMessage,
    body: z.strictObject({ clientMessageId, text: messageText }),
    result: z.object({ message, duplicate: z.boolean() }),
    status: 201,
    errors: ['RESOURCE_001', 'VAL_001', 'MESSAGE_001', 'MESSAGE_002', 'CONFLICT_001', 'CONVERSATION_001', 'idempotency_conflict'],
  }),
}
