import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { conversation } from '../entities/conversation.js'
import { message } from '../entities/message.js'
import { messageContext } from '../entities/message-context.js'
import { describedMessage, foundMessage, messageMetadata } from '../entities/message-details.js'
import { questionVector } from '../entities/question-vector.js'
import { archived, attachedText, clientMessageId, id, instant, maxAttachments, messageText, pageOf, pageQuery } from '../fields.js'

const files = z.optional(z.array(id).check(z.minLength(1), z.maxLength(maxAttachments)))
const inConversation = z.object({ conversationId: id })
const inMessage = z.object({ conversationId: id, messageId: id })
const between = { role: z.optional(message.shape.role), from: z.optional(instant), until: z.optional(instant) }
/** What is given is changed; `null` takes it away. */
const metadataChange = z.strictObject({
  intent: z.nullish(messageMetadata.shape.intent),
  sentiment: z.nullish(messageMetadata.shape.sentiment),
  topics: z.nullish(messageMetadata.shape.topics),
  urgency: z.nullish(messageMetadata.shape.urgency),
  custom: z.nullish(messageMetadata.shape.custom),
})

export const messages = {
  send: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages',
    audience: 'participant',
    summary:
      'Send a message. Answered after commit; the reply follows on the channel `conversation:<id>`, unless a person has the conversation. ' +
      'A repeat of `clientMessageId` gets the first result; without one, so do the same words of the same sender within two seconds. ' +
      '`vector` is for servers whose health names a `questionEmbedder`; others pass over it. ' +
      '`context`: what the page says of where the visitor is, kept with the message and shown to the model as data. ' +
      '`attachments` are your own uploads, where no coach answers: with them `text` may be empty.',
    params: inConversation,
    body: z.strictObject({
      clientMessageId: z.optional(clientMessageId),
      text: attachedText,
      vector: z.optional(questionVector),
      context: z.optional(messageContext),
      attachments: files,
    }),
    result: z.object({ message, duplicate: z.boolean() }),
    status: 201,
    errors: [
      'RESOURCE_001',
      'VAL_001',
      'MESSAGE_001',
      'MESSAGE_002',
      'MESSAGE_003',
      'CONFLICT_001',
      'EMBEDDER_002',
      'CONVERSATION_002',
      'idempotency_conflict',
    ],
  }),
  reply: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/replies',
    audience: 'member',
    summary:
      'Answer in the place of the coach, in a conversation that a person has accepted. A repeat of `clientMessageId` gets the first result. ' +
      '`attachments` are your own uploads: with them `text` may be empty.',
    params: inConversation,
    body: z.strictObject({ clientMessageId, text: attachedText, attachments: files }),
    result: z.object({ message, duplicate: z.boolean() }),
    status: 201,
    errors: ['RESOURCE_001', 'VAL_001', 'MESSAGE_001', 'MESSAGE_002', 'CONFLICT_001', 'CONVERSATION_002', 'idempotency_conflict'],
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}/messages',
    audience: 'participant',
    summary:
      'History, newest page first, each page in reading order; `nextCursor` leads to older ones. Messages that others took the place of are left out unless `superseded=include`, those that are put away unless `archived` says so. `role`, `from` and `until` leave out others. `offset` is the position of the log it was read at, `conversation` how it was then.',
    params: inConversation,
    query: z.extend(pageQuery, { superseded: z.optional(z.literal('include')), archived, ...between }),
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
    errors: ['RESOURCE_001', 'CONFLICT_001', 'CONVERSATION_001', 'CONVERSATION_002'],
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
    errors: [
      'RESOURCE_001',
      'VAL_001',
      'MESSAGE_001',
      'MESSAGE_002',
      'MESSAGE_003',
      'CONFLICT_001',
      'CONVERSATION_001',
      'CONVERSATION_002',
      'idempotency_conflict',
    ],
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}/messages/{messageId}',
    audience: 'participant',
    summary: 'One message; for the people who answer with its metadata and, of an answer, how it came about.',
    params: inMessage,
    result: describedMessage,
    errors: ['RESOURCE_001'],
  }),
  describe: defineRoute({
    method: 'PATCH',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/metadata',
    audience: 'member',
    summary: 'Say something about a message: what is given is changed, `null` takes it away. What was said stays as it is.',
    params: inMessage,
    body: metadataChange,
    result: describedMessage,
    errors: ['RESOURCE_001', 'VAL_001'],
  }),
  archive: defineRoute({
    method: 'DELETE',
    path: '/v1/conversations/{conversationId}/messages/{messageId}',
    audience: 'participant',
    summary: 'Put a message away: it is no longer shown, and the coach no longer reads it. Nothing is deleted. A visitor may do so with their own.',
    params: inMessage,
    result: message,
    errors: ['RESOURCE_001', 'CONVERSATION_001'],
  }),
  restore: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/restore',
    audience: 'participant',
    summary: 'Bring a message back that was put away.',
    params: inMessage,
    result: message,
    errors: ['RESOURCE_001'],
  }),
  search: defineRoute({
    method: 'GET',
    path: '/v1/messages',
    audience: 'member',
    summary: 'Messages of all conversations, the newest first, that have every word of `q` in their text or topics, whatever its case and accents.',
    query: z.extend(pageQuery, { q: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)), archived, ...between }),
    result: pageOf(foundMessage),
    errors: ['VAL_001'],
  }),
}
