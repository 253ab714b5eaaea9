import { complete } from './conversation/complete.js'
import type { ConversationHandle, VisitorConversation } from './conversation/conversation-handle.js'
import type { Conversation } from './conversation/create-conversation.js'
import { laterCalls } from './http/later-calls.js'
import { visitorCalls } from './http/visitor-calls.js'

/**
 * Adds to a conversation of `createVisitorClient` all that a `ConversationHandle` does but tell of each question by itself.
 * For pages that load it when there is a use for it.
 */
export function completeConversation(conversation: VisitorConversation): VisitorConversation & Omit<ConversationHandle, 'send'> {
  // The visitor's clients of this page know from now on where these are.
  Object.assign(visitorCalls, laterCalls)
  return complete(conversation as Conversation)
}
