import * as z from 'zod/mini'
import { defineRoute, eventStream } from '../define-route.js'
import { chatChunk, chatMessage } from '../entities/chat-chunk.js'
import { message } from '../entities/message.js'
import { messageContext } from '../entities/message-context.js'
import { clientMessageId, id, messageText, pageOf, pageQuery } from '../fields.js'

/** The id of a conversation (a UUID of version 7), or any other name that a visitor's page gives a conversation of its own. */
const chatId = z.string().check(z.regex(/^[^\p{Cc}]{1,128}$/u))
const uiMessage = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(128)),
  role: z.enum(['system', 'user', 'assistant']),
  parts: z.array(z.object({ type: z.string(), text: z.optional(z.string()) })),
})
const stream = eventStream(chatChunk, { 'x-vercel-ai-ui-message-stream': 'v1' })
/** A page sends the whole conversation each time. */
const maxBytes = 2 * 1024 * 1024

/** A second face of conversations: the AI SDK's own transport calls it. */
export const chat = {
  send: defineRoute({
    method: 'POST',
    path: '/v1/chat',
    audience: 'participant',
    summary:
      'Ask, and read the answer as it is written, as the AI SDK’s `DefaultChatTransport` does: `api` is this address. Of `messages` the last counts alone, ' +
      'and is stored once whatever is repeated; what was said before is in the conversation’s log. `regenerate-message` answers anew, a `messageId` on `submit-message` asks that question in other words.',
    body: z.object({
      id: chatId,
      messages: z.array(uiMessage).check(z.minLength(1)),
      trigger: z._default(z.enum(['submit-message', 'regenerate-message']), 'submit-message'),
      messageId: z.optional(z.string().check(z.maxLength(128))),
    }),
    maxBytes,
    result: stream,
    errors: ['RESOURCE_001', 'VAL_001', 'MESSAGE_001', 'MESSAGE_002', 'MESSAGE_003', 'CONFLICT_001', 'CONVERSATION_001', 'idempotency_conflict'],
  }),
  ask: defineRoute({
    method: 'POST',
    path: '/v1/chat/ask',
    audience: 'participant',
    summary:
      'Ask, and wait for the whole answer as JSON. After 25 s an answer that is still being written comes as `pending`: the same call, with the same `clientMessageId`, waits on for it. ' +
      'Without `answer` nobody but a person will answer. `id` is a conversation’s, or a name of your own, which opens one.',
    body: z.strictObject({ id: chatId, text: messageText, clientMessageId, context: z.optional(messageContext) }),
    result: z.object({ conversationId: id, message, answer: z.optional(message), duplicate: z.boolean() }),
    errors: ['RESOURCE_001', 'VAL_001', 'MESSAGE_001', 'MESSAGE_002', 'MESSAGE_003', 'FORM_003', 'CONVERSATION_002', 'idempotency_conflict'],
  }),
  messages: defineRoute({
    method: 'GET',
    path: '/v1/chat/{chatId}/messages',
    audience: 'participant',
    summary:
      'What was said, newest page first, each page in reading order, as `useChat` takes it for its `messages`; an answer that is being written is left to `resume`.',
    params: z.object({ chatId }),
    query: pageQuery,
    result: pageOf(chatMessage),
    errors: ['RESOURCE_001', 'VAL_001'],
  }),
  resume: defineRoute({
    method: 'GET',
    path: '/v1/chat/{chatId}/stream',
    audience: 'participant',
    summary: 'The answer being written, from its beginning; 204 when there is none. Any number of readers may follow it, on any instance.',
    params: z.object({ chatId }),
    result: stream,
    errors: ['RESOURCE_001'],
  }),
  stop: defineRoute({
    method: 'POST',
    path: '/v1/chat/{chatId}/stop',
    audience: 'participant',
    summary: 'Stop the answer being written; the text so far is kept. A reader that leaves stops nothing.',
    params: z.object({ chatId }),
    errors: ['RESOURCE_001'],
  }),
}
