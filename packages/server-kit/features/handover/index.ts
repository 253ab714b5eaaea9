import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { Bus, Clock, ConversationRecord, HandoverStep, Storage, StorageTx } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'
import { announce } from './announce.js'
import { personName } from './person-name.js'
import { handoverOf, updateSettings } from './settings.js'

export { announce, handoverOf, personName }

interface HandoverDeps {
  storage: Storage
  bus: Bus
  clock: Clock
  /** Ends what the coach is writing there and keeps what there is. */
  stopAnswers(input: { creatorId: string; conversationId: string }): Promise<void>
}

/** Conversations that go from the coach to a person and back. */
export function createHandover({ storage, bus, clock, stopAnswers }: HandoverDeps): Handlers<Routes['handover'], RequestContext> {
  const take = async (context: RequestContext, conversationId: string, work: (tx: StorageTx, before: ConversationRecord) => Promise<HandoverStep>) => {
    const principal = principalOf(context)
    const { creatorId } = principal
    const { conversation, events } = await storage.as({ creatorId }, async (tx) => {
      return work(tx, await openConversation({ tx, principal, conversationId }))
    })
    announce(bus, { creatorId, conversationId, events })
    return conversation
  }
  return {
    request: ({ params: { conversationId } }, context) =>
      take(context, conversationId, async (tx, { kind }) => {
        // Nobody is there whom a visitor could wait for.
        if (kind === 'ai') throw new CoachError('CONFLICT_001')
        return tx.handovers.request({ conversationId, reason: 'visitor' })
      }),
    async accept({ params: { conversationId } }, context) {
      const member = principalOf(context)
      const conversation = await take(context, conversationId, async (tx) =>
        tx.handovers.accept({ conversationId, member, person: await personName(tx, member) }),
      )
      await stopAnswers({ creatorId: member.creatorId, conversationId })
      return conversation
    },
    release: ({ params }, context) => take(context, params.conversationId, (tx) => tx.handovers.release(params)),
    async settings(_input, context) {
      const { creatorId } = principalOf(context)
      return handoverOf((await storage.as({ creatorId }, (tx) => tx.creators.find(creatorId))) ?? { handover: {} })
    },
    updateSettings: ({ body }, context) => updateSettings({ storage, clock }, principalOf(context), body),
  }
}
