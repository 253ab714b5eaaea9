import { createHash } from 'node:crypto'
import {
  type ChatChunk,
  CoachError,
  type ConversationEvent,
  type Handlers,
  type Language,
  type Message,
  type RouteInput,
  type Routes,
} from '@coachkit/contract'
import { principalOf, type RequestContext, visitorOf } from '../../dispatch/request-context.js'
import { chatMessageOf, createAnswerChunks, handoverChunks } from '../../domain/chat/answer-chunks.js'
import { channelOf, openConversation } from '../conversations/index.js'
import { askAndWait } from './ask-and-wait.js'
import { type Asked, type ChatDeps, findAnswer, openChat } from './chat-parts.js'
import { questionToEdit } from './question-to-edit.js'

type Send = RouteInput<Routes['chat']['send']>['body']

/** Conversations as the AI SDK's chat transport knows them: it asks and reads the answer in one request. */
export function createChat(deps: ChatDeps): Handlers<Routes['chat'], RequestContext> {
  return {
    async send({ body }, context) {
      const conversation = await openChat(deps, { chatId: body.id, principal: principalOf(context), opens: channelOf(context) })
      if (!conversation) throw new CoachError('RESOURCE_001')
      const asked = await ask(deps, { body, conversationId: conversation.id }, context)
      return read(deps, { conversationId: conversation.id, asked }, context)
    },
    ask: askAndWait(deps),
    async messages({ params, query }, context) {
      const conversation = await openChat(deps, { ...params, principal: principalOf(context) })
      if (!conversation) return { items: [] }
      const page = await deps.messages.list({ params: { conversationId: conversation.id }, query, body: undefined }, context)
      const said = page.items.filter(({ status }) => status !== 'pending')
      return {
        items: said.map((message) => chatMessageOf(message, context.language)),
        ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
      }
    },
    async resume({ params }, context) {
      const conversation = await openChat(deps, { ...params, principal: principalOf(context) })
      const pending = conversation && (await pendingAnswer(deps, conversation.id, context))
      return pending && read(deps, { conversationId: pending.conversationId, asked: { answerId: pending.id } }, context)
    },
    async stop({ params }, context) {
      const conversation = await openChat(deps, { ...params, principal: principalOf(context) })
      const pending = conversation && (await pendingAnswer(deps, conversation.id, context))
      if (pending)
        await deps.messages.stop({ params: { conversationId: pending.conversationId, messageId: pending.id }, query: undefined, body: undefined }, context)
      return undefined
    },
  }
}

async function ask({ messages, storage }: ChatDeps, { body, conversationId }: { body: Send; conversationId: string }, context: RequestContext): Promise<Asked> {
  if (body.trigger === 'regenerate-message') return regenerate({ messages }, { body, conversationId }, context)
  const last = body.messages.at(-1)
  if (last?.role !== 'user') throw new CoachError('VAL_001', { details: { issues: [{ path: 'body.messages', code: 'last_not_user' }] } })
  const text = textOf(last)
  const none = { params: { conversationId }, query: undefined }
  if (body.messageId === undefined) {
    const { message } = await messages.send({ ...none, body: { clientMessageId: clientIdOf(last.id), text } }, context)
    return { questionId: message.id }
  }
  const { creatorId } = visitorOf(context)
  const question = await storage.as({ creatorId }, (tx) => questionToEdit(tx, { conversationId, messageId: clientIdOf(last.id) }))
  if (!question) throw new CoachError('CONFLICT_001')
  // The page keeps the message's id, so that the words make the edit another one.
  const clientMessageId = clientIdOf(`${last.id}\n${text}`)
  if (question.clientMessageId === clientMessageId) return { questionId: question.id }
  const params = { conversationId, messageId: question.id }
  const { message } = await messages.edit({ params, query: undefined, body: { clientMessageId, text } }, context)
  return { questionId: message.id }
}

/** An answer that did not end well is tried again; one that did is written anew, beside it. */
async function regenerate(
  { messages }: Pick<ChatDeps, 'messages'>,
  { body, conversationId }: { body: Send; conversationId: string },
  context: RequestContext,
): Promise<Asked> {
  const { items } = await messages.list({ params: { conversationId }, query: { limit: 2 }, body: undefined }, context)
  const answer = items.at(-1)
  // It names the answer, or the question it is to answer; anything else is not what is last here.
  const named = [answer?.id, answer?.replyTo, items.at(-2)?.clientMessageId]
  if (answer?.role !== 'assistant' || (body.messageId !== undefined && ![body.messageId, clientIdOf(body.messageId)].some((id) => named.includes(id))))
    throw new CoachError('CONFLICT_001')
  if (answer.status === 'pending') return { answerId: answer.id }
  const input = { params: { conversationId, messageId: answer.id }, query: undefined, body: undefined }
  const again = answer.status === 'completed' ? await messages.regenerate(input, context) : await messages.retry(input, context)
  return { answerId: again.id }
}

async function* read(deps: ChatDeps, { conversationId, asked }: { conversationId: string; asked: Asked }, context: RequestContext): AsyncGenerator<ChatChunk> {
  // Followed before it is looked at: what ends it comes after, or is seen.
  const { streams, events, close } = await deps.follow({ principal: principalOf(context), conversationId, signal: context.signal })
  try {
    const answer = await findAnswer(deps, { conversationId, asked }, context)
    if (!answer) {
      const { state } = await deps.storage.as({ creatorId: principalOf(context).creatorId }, (tx) =>
        openConversation({ tx, principal: principalOf(context), conversationId }),
      )
      return yield* handoverChunks({ messageId: 'questionId' in asked ? asked.questionId : asked.answerId, state })
    }
    const written = streams.find(({ messageId }) => messageId === answer.id)?.text ?? ''
    yield* chunksOf({ answer, written, events, language: context.language })
  } finally {
    close()
  }
}

async function* chunksOf(input: { answer: Message; written: string; events: AsyncIterable<ConversationEvent>; language: Language }): AsyncGenerator<ChatChunk> {
  const { answer, written, events, language } = input
  const chunks = createAnswerChunks({ answer, language })
  yield* chunks.begin()
  if (answer.status !== 'pending') return yield* chunks.end(answer)
  yield* chunks.write(written)
  try {
    for await (const event of events) {
      if (event.type === 'message.started' && event.messageId === answer.id) yield* chunks.restart()
      if (event.type === 'message.delta' && event.messageId === answer.id) yield* chunks.write(event.text)
      if ((event.type === 'message.completed' || event.type === 'message.failed') && event.message.id === answer.id) return yield* chunks.end(event.message)
    }
  } catch (error) {
    yield* chunks.fail(error)
  }
}

async function pendingAnswer({ messages }: ChatDeps, conversationId: string, context: RequestContext): Promise<Message | undefined> {
  const { items } = await messages.list({ params: { conversationId }, query: { limit: 20 }, body: undefined }, context)
  return items.findLast(({ role, status }) => role === 'assistant' && status === 'pending')
}

/** Throws VAL_001 for what is no text: a coach is asked in words. */
function textOf({ parts }: Send['messages'][number]): string {
  const other = parts.findIndex(({ type }) => type !== 'text')
  if (other >= 0) throw new CoachError('VAL_001', { details: { issues: [{ path: `body.messages.parts.${other}`, code: 'not_text' }] } })
  const text = parts
    .map(({ text: part = '' }) => part)
    .join('\n')
    .trim()
  if (text === '') throw new CoachError('MESSAGE_001')
  return text
}

/** The page's id of a message as one of ours. */
function clientIdOf(messageId: string): string {
  return /^[\w.:-]{1,64}$/.test(messageId) ? messageId : `ui:${createHash('sha256').update(messageId).digest('hex').slice(0, 40)}`
}
