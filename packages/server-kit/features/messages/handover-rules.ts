import type { HandoverReason, Language, Message } from '@coachkit/contract'
import { personPhrases } from '../../domain/handover/person-phrases.js'
import { saysAny } from '../../domain/handover/says-any.js'
import type { ConversationRecord, CreatorRecord } from '../../ports/index.js'
import { answeringOf } from '../creators/index.js'
import { announce, handoverOf } from '../handover/index.js'
import type { MessageParts } from './message-parts.js'

interface Asked {
  creator: CreatorRecord
  conversation: ConversationRecord
  question: Message
  /** Oldest first. */
  history: readonly Message[]
}

/** Asks for a person, at once and for all who look after the creator's conversations. */
export async function askForPerson(parts: MessageParts, { creator, conversation }: Asked, reason: HandoverReason): Promise<void> {
  const [creatorId, conversationId] = [creator.id, conversation.id]
  const { events } = await parts.storage.as({ creatorId }, (tx) => tx.handovers.request({ conversationId, reason }))
  announce(parts.bus, { creatorId, conversationId, events })
}

/** Whether the visitor's words ask for a person. */
export function asksForPerson({ creator, conversation, question }: Asked): boolean {
  return conversation.kind === 'assisted' && saysAny(question.text, handoverOf(creator).keywords)
}

/** What to say of a person after an answer that the coach does not know; asks for one when it were too many in a row. Nothing where nobody is there to ask. */
export async function offerPerson(parts: MessageParts, turn: Asked, language: Language): Promise<string | undefined> {
  const { conversation, creator } = turn
  if (conversation.kind !== 'assisted') return undefined
  const { offer, requested } = personPhrases(language)
  if (conversation.state === 'requested') return requested
  const { unknownAnswers } = handoverOf(creator)
  if (unknownAnswers === 0 || unknownBefore(turn) + 1 < unknownAnswers) return offer
  await askForPerson(parts, turn, 'confidence')
  return requested
}

/** The newest answers in a row that the coach did not know. */
function unknownBefore({ creator, history }: Asked): number {
  const { answerFrom } = answeringOf(creator)
  const answers = history.filter(({ role }) => role !== 'user').toReversed()
  const known = answers.findIndex(({ confidence }) => confidence === undefined || confidence >= answerFrom)
  return known === -1 ? answers.length : known
}
