import { complete } from './complete.js'
import type { ConversationHandle } from './conversation-handle.js'
import { Conversation, type ConversationDeps } from './create-conversation.js'
import { Exchange } from './exchange.js'

/** A conversation with all that may be done in it, its answers told one by one, and who takes part. */
export function createHandle(deps: ConversationDeps): ConversationHandle {
  const conversation = new Conversation({ ...deps, follow: (clientMessageId, signal) => new Exchange(clientMessageId, signal) })
  // With `follow`, sending gives an exchange.
  return complete(conversation as Conversation & Pick<ConversationHandle, 'send'>)
}
