import type { Handlers, Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { participantIdOf } from '../../domain/participant/participant-id.js'
import type { Bus, Clock, Logger, Storage } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'
import { createLastSeen, type LastSeen } from './last-seen.js'
import { createTyping } from './typing.js'

/** Who takes part in a conversation: how far they read, that they write, when they were last there. */
export function createParticipants(deps: { storage: Storage; bus: Bus; clock: Clock; logger: Logger }): {
  handlers: Handlers<Routes['participants'], RequestContext>
  lastSeen: LastSeen
} {
  const typing = createTyping(deps)
  return {
    lastSeen: createLastSeen(deps),
    handlers: {
      async mark({ params: { conversationId }, body: { delivered = 0, read = 0 } }, context) {
        const principal = principalOf(context)
        const participantId = participantIdOf(principal)
        const marked = await deps.storage.as({ creatorId: principal.creatorId }, async (tx) => {
          await openConversation({ tx, principal, conversationId })
          return tx.participants.mark({ conversationId, participantId, delivered, read })
        })
        if (!marked) return { participantId, delivered: 0, read: 0 }
        if (marked.changed) deps.bus.publish(`conversation:${conversationId}`, { kind: 'ephemeral', event: { type: 'receipt.updated', ...marked.receipt } })
        return marked.receipt
      },
      async typing({ params: { conversationId }, body: { isTyping } }, context) {
        const principal = principalOf(context)
        // Over a connection that reads the conversation this was asked when it began to.
        if (!context.reads?.(conversationId)) {
          await deps.storage.as({ creatorId: principal.creatorId }, (tx) => openConversation({ tx, principal, conversationId }))
        }
        typing.say({ conversationId, participantId: participantIdOf(principal), isTyping })
      },
    },
  }
}
