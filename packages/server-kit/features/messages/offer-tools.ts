import type { EphemeralConversationEvent, Language, VisitorUser } from '@coachkit/contract'
import type { ConversationRecord } from '../../ports/index.js'
import type { ToolTurn } from '../tools/index.js'
import type { MessageParts } from './message-parts.js'

interface Asked {
  conversation: ConversationRecord
  creatorId: string
  /** Whom the host vouched for. */
  user: VisitorUser | undefined
  messageId: string
  language: Language
}

/** What may be called for one answer, with the rights of the conversation's visitor. A model that quotes calls nothing. */
export function offerTools({ toolbox, languageModel, bus }: MessageParts, { conversation, creatorId, user, messageId, language }: Asked): ToolTurn | undefined {
  const { contextTokens, quotesOnly } = languageModel.capabilities
  if (quotesOnly) return undefined
  const { id: conversationId, sessionId } = conversation
  const say = (event: EphemeralConversationEvent) => bus.publish(`conversation:${conversationId}`, { kind: 'ephemeral', event })
  return toolbox.offer({
    caller: { creatorId, conversationId, language, principal: { kind: 'visitor', creatorId, sessionId, ...(user ? { user } : {}) } },
    contextTokens,
    watcher: {
      started: (call) => say({ type: 'tool.started', messageId, ...call }),
      finished: (call) => say({ type: 'tool.finished', messageId, ...call }),
    },
  })
}
