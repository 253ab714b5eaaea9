import { CoachError, type ConversationEvent, type ConversationKind, type Handlers, type Message, type Routes } from '@coachkit/contract'
import * as z from 'zod/mini'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { ConversationRecord, CreatorRecord, Principal, Storage } from '../../ports/index.js'
import { beginConversation, openConversation } from '../conversations/index.js'

export interface ChatDeps {
  storage: Storage
  messages: Handlers<Routes['messages'], RequestContext>
  /** Of those that a creator's visitors open now. */
  kindOf(creator: CreatorRecord): ConversationKind
  /** Follows a conversation that the principal may read. */
  follow(input: { principal: Principal; conversationId: string; signal: AbortSignal }): Promise<Following>
}
export interface Following {
  streams: { messageId: string; text: string }[]
  events: AsyncIterable<ConversationEvent>
  close(): void
}
/** A conversation by its id, or by the name that the visitor's page gave it, which `opens` one from that channel where there is none. Throws RESOURCE_001. */
export async function openChat(
  { storage, kindOf }: ChatDeps,
  { chatId, principal, opens }: { chatId: string; principal: Principal; opens?: string },
): Promise<ConversationRecord | undefined> {
  const { creatorId } = principal
  return storage.as({ creatorId }, async (tx) => {
    if (z.uuidv7().safeParse(chatId).success) return openConversation({ tx, principal, conversationId: chatId })
    // Names are a visitor's own: there is nobody else whose conversation it could be.
    if (principal.kind !== 'visitor') throw new CoachError('RESOURCE_001')
    const { sessionId } = principal
    const found = await tx.conversations.findByChat({ sessionId, chatId })
    if (found || opens === undefined) return found
    const creator = await tx.creators.find(creatorId)
    if (!creator) throw new CoachError('RESOURCE_001')
    return beginConversation({ tx, creator, sessionId, chatId, kind: kindOf(creator), channel: opens })
  })
}

/** What was asked: a question, or an answer that is written anew. */
export type Asked = { questionId: string } | { answerId: string }

/** The answer to what was asked, as it is now. */
export async function findAnswer(
  deps: ChatDeps,
  { conversationId, asked }: { conversationId: string; asked: Asked },
  context: RequestContext,
): Promise<Message | undefined> {
  const { creatorId } = principalOf(context)
  return deps.storage.as({ creatorId }, async (tx) => {
    if ('answerId' in asked) return tx.messages.find(asked.answerId)
    const { items } = await tx.messages.history({ conversationId, limit: 100 })
    return items.findLast(({ replyTo }) => replyTo === asked.questionId)
  })
}
