import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { spanOfDays } from '../../domain/days/span-of-days.js'
import type { Clock, Storage, StorageTx } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'

/** What visitors think of answers. A conversation has one visitor, so an answer has one opinion at most. */
export function createFeedback({ storage, clock }: { storage: Storage; clock: Clock }): Handlers<Routes['feedback'], RequestContext> {
  const onAnswer = <Result>(ids: AnswerIds, context: RequestContext, work: (tx: StorageTx) => Promise<Result>) =>
    storage.as({ creatorId: principalOf(context).creatorId }, async (tx) => {
      await writtenAnswer(tx, ids, context)
      return work(tx)
    })
  return {
    async give({ params, body }, context) {
      await onAnswer(params, context, (tx) => tx.feedback.put({ messageId: params.messageId, ...body }))
      return body
    },
    async remove({ params }, context) {
      const removed = await onAnswer(params, context, (tx) => tx.feedback.remove(params.messageId))
      if (!removed) throw new CoachError('RESOURCE_001')
      return undefined
    },
    list({ query }, context) {
      const span = spanOfDays(query, clock.now())
      return storage.as({ creatorId: principalOf(context).creatorId }, async (tx) => {
        const byModel = await tx.feedback.count(span)
        const total = byModel.reduce((sum, { up, down }) => ({ up: sum.up + up, down: sum.down + down }), { up: 0, down: 0 })
        return { ...(await tx.feedback.list({ ...query, ...span })), total, byModel }
      })
    },
  }
}

interface AnswerIds {
  conversationId: string
  messageId: string
}

async function writtenAnswer(tx: StorageTx, { conversationId, messageId }: AnswerIds, context: RequestContext): Promise<void> {
  await openConversation({ tx, principal: principalOf(context), conversationId })
  const message = await tx.messages.find(messageId)
  if (message?.conversationId !== conversationId || message.role !== 'assistant') throw new CoachError('RESOURCE_001')
  if (message.status === 'pending') throw new CoachError('CONVERSATION_001')
}
