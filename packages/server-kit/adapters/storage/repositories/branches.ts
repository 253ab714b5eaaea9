import { CoachError, type Message } from '@coachkit/contract'
import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { participantIdOf } from '../../../domain/participant/participant-id.js'
import type { BranchRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { messages } from '../schema.js'
import { storableText } from '../storable-text.js'
import { draft, findSent, lock, log, type Place, take } from './append-messages.js'
import { toMessage } from './messages.js'

export function branchRepository(db: Database): BranchRepository {
  return {
    regenerate: ({ conversationId, messageId }) => regenerate(db, conversationId, messageId),
    edit: (input) => edit(db, { ...input, text: storableText(input.text) }),
  }
}

async function regenerate(db: Database, conversationId: string, messageId: string): ReturnType<BranchRepository['regenerate']> {
  const place = await lock(db, conversationId)
  mustHaveCoach(place)
  const [old] = await newest(db, conversationId)
  mustBeLast(old, messageId)
  const { replyTo } = old
  if (replyTo === undefined) throw new CoachError('CONFLICT_001')
  const [answer] = await take(db, place, [draft(place, { role: 'assistant', status: 'pending', replyTo, supersedes: [old.id] })])
  return { message: only(answer ? [answer] : []), events: await log(db, answer ? [answer] : []) }
}

async function edit(db: Database, input: Parameters<BranchRepository['edit']>[0]): ReturnType<BranchRepository['edit']> {
  const { conversationId, messageId, clientMessageId, text } = input
  const sentBy = participantIdOf(input.sender)
  const place = await lock(db, conversationId)
  const earlier = await findSent(db, { conversationId, sentBy, clientMessageId })
  if (earlier) {
    if (earlier.text !== text || !earlier.supersedes?.includes(messageId)) throw new CoachError('idempotency_conflict')
    return { question: toMessage(earlier), events: [], duplicate: true }
  }
  mustHaveCoach(place)
  const [answer, question] = await newest(db, conversationId)
  mustBeLast(question, messageId)
  if (!answer || answer.replyTo !== question.id) throw new CoachError('CONFLICT_001')
  mustHaveEnded(answer)
  const { context } = question
  const same = context ? { context } : {}
  const asked = {
    ...draft(place, { role: 'user', status: 'sent', text, clientMessageId, supersedes: [question.id, answer.id], ...same }),
    sentBy,
    client: input.client,
  }
  const stored = await take(db, place, [asked, draft(place, { role: 'assistant', status: 'pending', replyTo: asked.id })])
  return { question: only(stored), events: await log(db, stored), duplicate: false }
}

/** The last answer and its question, of what holds now. */
async function newest(db: Database, conversationId: string): Promise<Message[]> {
  const rows = await db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), isNull(messages.supersededBy), isNull(messages.archivedAt), gt(messages.logOffset, 0)))
    .orderBy(desc(messages.logOffset))
    .limit(2)
  return rows.map(toMessage)
}

function mustBeLast(last: Message | undefined, messageId: string): asserts last is Message {
  if (last?.id !== messageId) throw new CoachError('CONFLICT_001')
  mustHaveEnded(last)
}

function mustHaveEnded({ status }: Message): void {
  if (status === 'pending') throw new CoachError('CONVERSATION_001')
}

/** While a person has it, no answer is queued. */
function mustHaveCoach({ isHeld }: Place): void {
  if (isHeld) throw new CoachError('CONFLICT_001')
}
