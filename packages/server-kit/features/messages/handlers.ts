import { CoachError, type Handlers, type Message, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { StorageTx } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'
import { readQuestionVector } from '../knowledge/index.js'
import type { MessageParts } from './message-parts.js'

export function createHandlers(parts: MessageParts): Handlers<Routes['messages'], RequestContext> {
  return {
    async send({ params, body }, context) {
      const vector = readQuestionVector(parts.embedder, body.vector)
      const sent = await parts.storage.batched.sendMessage({ sender: principalOf(context), conversationId: params.conversationId, ...body, vector })
      if (!sent.duplicate) {
        parts.publish(params.conversationId, sent.events)
        parts.onJob()
      }
      return { message: sent.question, duplicate: sent.duplicate }
    },
    async list({ params, query }, context) {
      const principal = principalOf(context)
      return parts.storage.as({ creatorId: principal.creatorId }, async (tx) => {
        // Read before the page: what is newer than this position may be in the page, what is older is.
        const { offset } = await openConversation({ tx, principal, conversationId: params.conversationId })
        return { ...(await tx.messages.history({ conversationId: params.conversationId, ...query, superseded: query.superseded === 'include' })), offset }
      })
    },
    async stop({ params }, context) {
      const { creatorId } = principalOf(context)
      const answer = await parts.storage.as({ creatorId }, (tx) => readableAnswer(tx, params, context))
      if (answer.status !== 'pending') return answer
      // The upstream call ends before the database is asked: stopping must not wait.
      parts.running.get(answer.id)?.abort()
      const text = parts.streams.end({ messageId: answer.id })
      const settled = await parts.storage.as({ creatorId }, async (tx) => {
        // Another instance may be writing it: without the job it ends there.
        await tx.jobs.cancel({ kind: 'answer', subjectId: answer.id })
        return tx.messages.settle({ messageId: answer.id, status: 'stopped', text, citations: [] })
      })
      if (!settled) return parts.storage.as({ creatorId }, (tx) => readableAnswer(tx, params, context))
      parts.publish(params.conversationId, settled.events)
      return settled.message
    },
    async regenerate({ params }, context) {
      const { creatorId } = principalOf(context)
      const again = await parts.storage.as({ creatorId }, async (tx) => {
        await readableAnswer(tx, params, context)
        return tx.branches.regenerate(params)
      })
      parts.publish(params.conversationId, again.events)
      parts.onJob()
      return again.message
    },
    async edit({ params, body }, context) {
      const principal = principalOf(context)
      const { conversationId, messageId } = params
      const edited = await parts.storage.as({ creatorId: principal.creatorId }, async (tx) => {
        await openConversation({ tx, principal, conversationId })
        const asked = await tx.messages.find(messageId)
        if (asked?.conversationId !== conversationId || asked.role !== 'user') throw new CoachError('RESOURCE_001')
        return tx.branches.edit({ sender: principal, conversationId, messageId, ...body })
      })
      if (!edited.duplicate) {
        parts.publish(conversationId, edited.events)
        parts.onJob()
      }
      return { message: edited.question, duplicate: edited.duplicate }
    },
    async retry({ params }, context) {
      const { creatorId } = principalOf(context)
      const again = await parts.storage.as({ creatorId }, async (tx) => {
        await readableAnswer(tx, params, context)
        return tx.messages.retry({ messageId: params.messageId })
      })
      if (!again) throw new CoachError('CONFLICT_001')
      parts.publish(params.conversationId, again.events)
      parts.onJob()
      return again.message
    },
  }
}

async function readableAnswer(tx: StorageTx, ids: { conversationId: string; messageId: string }, context: RequestContext): Promise<Message> {
  await openConversation({ tx, principal: principalOf(context), conversationId: ids.conversationId })
  const message = await tx.messages.find(ids.messageId)
  if (!message || message.conversationId !== ids.conversationId || message.role !== 'assistant') throw new CoachError('RESOURCE_001')
  return message
}
