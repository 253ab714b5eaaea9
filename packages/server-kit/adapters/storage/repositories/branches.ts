import { CoachError, type Message } from '@coachkit/contract'
import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { BranchRepository, LoggedEvent } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversationEvents, conversations, messages } from '../schema.js'
import { participantIdOf } from '../../../domain/participant/participant-id.js'
import { storableText } from '../storable-text.js'
import { enqueue } from './jobs.js'
import { toMessage } from './messages.js'

export function branchRepository(db: Database): BranchRepository {
  return {
    regenerate: ({ conversationId, messageId }) => regenerate(db, conversationId, messageId),
    edit: (input) => edit(db, { ...input, text: storableText(input.text) }),
  }
}

async function regenerate(db: Database, conversationId: string, messageId: string): ReturnType<BranchRepository['regenerate']> {
  const place = await lock(db, conversationId)
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
  const [earlier] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.sentBy, sentBy), eq(messages.clientMessageId, clientMessageId)))
  if (earlier) {
    if (earlier.text !== text || !earlier.supersedes?.includes(messageId)) throw new CoachError('idempotency_conflict')
    return { question: toMessage(earlier), events: [], duplicate: true }
  }
  const [answer, question] = await newest(db, conversationId)
  mustBeLast(question, messageId)
  if (!answer || answer.replyTo !== question.id) throw new CoachError('CONFLICT_001')
  mustHaveEnded(answer)
  const asked = { ...draft(place, { role: 'user', status: 'sent', text, clientMessageId, supersedes: [question.id, answer.id] }), sentBy }
  const stored = await take(db, place, [asked, draft(place, { role: 'assistant', status: 'pending', replyTo: asked.id })])
  return { question: only(stored), events: await log(db, stored), duplicate: false }
}

/** A message with who sent it, which nobody is told. */
type Draft = Message & { sentBy?: string }
interface Place {
  conversationId: string
  lastOffset: number
  now: Date
}

/** Holding the conversation's row keeps its log gapless and makes repeats wait for the first. */
async function lock(db: Database, conversationId: string): Promise<Place> {
  const rows = validate(conversationId)
    ? await db
        .select({ lastOffset: conversations.lastOffset, now: sql`now()`.mapWith(conversations.createdAt) })
        .from(conversations)
        .where(eq(conversations.id, conversationId))
        .for('no key update')
    : []
  const [row] = rows
  if (!row) throw new CoachError('RESOURCE_001')
  return { conversationId, ...row }
}

/** The last answer and its question, of what holds now. */
async function newest(db: Database, conversationId: string): Promise<Message[]> {
  const rows = await db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), isNull(messages.supersededBy), gt(messages.logOffset, 0)))
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

function draft({ conversationId, now }: Place, fields: Partial<Message> & Pick<Message, 'role' | 'status'>): Message {
  return { id: v7(), conversationId, offset: 0, text: '', citations: [], createdAt: now.toISOString(), ...fields }
}

/** Stores messages at the next offsets, in place of those that they supersede, and queues the answer among them. */
async function take(db: Database, { conversationId, lastOffset, now }: Place, drafts: Draft[]): Promise<Message[]> {
  const placed = drafts.map((message, at) => ({ ...message, offset: lastOffset + 1 + at }))
  const stored = placed.map(({ sentBy: _, ...message }): Message => message)
  await db
    .update(conversations)
    .set({ lastOffset: lastOffset + stored.length, updatedAt: now })
    .where(eq(conversations.id, conversationId))
  await db.insert(messages).values(placed.map(({ offset, createdAt: _, ...fields }) => ({ ...fields, logOffset: offset, createdAt: now })))
  for (const { id, supersedes = [], role } of stored) {
    if (supersedes.length > 0) await db.update(messages).set({ supersededBy: id }).where(inArray(messages.id, supersedes))
    if (role === 'assistant') await enqueue(db, { kind: 'answer', subjectId: id })
  }
  return stored
}

async function log(db: Database, stored: Message[]): Promise<LoggedEvent[]> {
  const events = stored.map((message): LoggedEvent => ({ offset: message.offset, event: { type: 'message.created', message } }))
  const rows = stored.map((message, at) => ({ conversationId: message.conversationId, logOffset: message.offset, payload: only(events.slice(at)).event }))
  await db.insert(conversationEvents).values(rows)
  return events
}
