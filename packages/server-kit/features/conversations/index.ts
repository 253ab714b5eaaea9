import { CoachError, type ConversationKind, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext, visitorOf } from '../../dispatch/request-context.js'
import { participantIdOf } from '../../domain/participant/participant-id.js'
import type { ConversationRecord, CreatorRecord, Principal, Storage, StorageTx } from '../../ports/index.js'

/** Conversations. `kindOf`: of those that a creator's visitors open now. */
export function createConversations(deps: {
  storage: Storage
  kindOf(creator: CreatorRecord): ConversationKind
}): Handlers<Routes['conversations'], RequestContext> {
  return {
    create(_input, context) {
      const { creatorId, sessionId } = visitorOf(context)
      return deps.storage.as({ creatorId }, async (tx) => {
        const creator = await tx.creators.find(creatorId)
        if (!creator) throw new CoachError('RESOURCE_001')
        return tx.conversations.create({ sessionId, kind: deps.kindOf(creator) })
      })
    },
    list({ query }, context) {
      const principal = principalOf(context)
      const { creatorId } = principal
      const participantId = participantIdOf(principal)
      return deps.storage.as({ creatorId }, async (tx) => {
        const page =
          principal.kind === 'visitor' ? await tx.conversations.listBySession({ sessionId: principal.sessionId, ...query }) : await tx.conversations.list(query)
        const unread = await tx.participants.unread({ participantId, conversationIds: page.items.map(({ id }) => id) })
        return { ...page, items: page.items.map((item) => ({ ...item, unread: unread.get(item.id) ?? 0 })) }
      })
    },
    get({ params }, context) {
      const principal = principalOf(context)
      return deps.storage.as({ creatorId: principal.creatorId }, async (tx) => {
        const conversation = await openConversation({ tx, principal, conversationId: params.conversationId })
        const unread = await tx.participants.unread({ participantId: participantIdOf(principal), conversationIds: [conversation.id] })
        return { ...conversation, unread: unread.get(conversation.id) ?? 0 }
      })
    },
  }
}

/** The conversation, if the caller takes part in it: a visitor in its session's, a member in all of the creator's. */
export async function openConversation(input: { tx: StorageTx; principal: Principal; conversationId: string }): Promise<ConversationRecord> {
  const { tx, principal, conversationId } = input
  const found = await tx.conversations.find(conversationId)
  // Someone else's conversation and none at all look the same.
  if (!found || (principal.kind === 'visitor' && found.sessionId !== principal.sessionId)) throw new CoachError('RESOURCE_001')
  return found
}
