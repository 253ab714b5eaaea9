import { CoachError } from '@coachkit/contract'
import { longestIn } from '../../domain/limits/message-length.js'
import { looksLikeScript, type RefuseScripts } from '../../domain/message/looks-like-script.js'
import type { ConversationRecord, Principal } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'
import type { MessageParts } from './message-parts.js'

/**
 * Throws MESSAGE_002 for a text that is longer than the conversation takes, with that `limit`, and MESSAGE_003 for a script of a visitor's
 * where those are refused. Of a text that could be neither nobody is asked.
 */
export async function mindText(
  parts: Pick<MessageParts, 'storage' | 'messageLength' | 'refuseScripts'>,
  { principal, conversationId, text }: { principal: Principal; conversationId: string; text: string },
): Promise<void> {
  const { messageLength, storage, refuseScripts } = parts
  const isScript = refuseScripts !== false && principal.kind === 'visitor' && looksLikeScript(text)
  if (!isScript && text.length <= Math.min(messageLength.coach, messageLength.people)) return
  const conversation = await storage.as({ creatorId: principal.creatorId }, (tx) => openConversation({ tx, principal, conversationId }))
  const limit = longestIn(conversation, messageLength)
  if (text.length > limit) throw new CoachError('MESSAGE_002', { details: { limit } })
  if (isScript && refusesScripts(conversation, refuseScripts)) throw new CoachError('MESSAGE_003')
}

function refusesScripts({ channel }: ConversationRecord, where: RefuseScripts): boolean {
  return where === 'all' || channel === 'widget'
}
