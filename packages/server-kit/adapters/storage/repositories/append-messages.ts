import { CoachError, type Message, type MessageClient, maxConversationMessages } from '@coachkit/contract'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { LoggedEvent } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversationEvents, conversations, messageNotes, messages } from '../schema.js'
import { enqueue } from './jobs.js'

/** A message with who sent it, and with what, which readers are not told. */
export type Draft = Message & { sentBy?: string; client?: MessageClient | undefined }
export interface Place {
  conversationId: string
  lastOffset: number
  messageCount: number
  isArchived: boolean
  state: 'coach' | 'requested' | 'person'
  /** No coach answers there now. */
  isHeld: boolean
  now: Date
}

/** What a sender already sent under an id of its own. */
export async function findSent(db: Database, sent: { conversationId: string; sentBy: string; clientMessageId: string }) {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, sent.conversationId), eq(messages.sentBy, sent.sentBy), eq(messages.clientMessageId, sent.clientMessageId)))
  return row
}

/** Holding the conversation's row keeps its log gapless and makes repeats wait for the first. */
export async function lock(db: Database, conversationId: string): Promise<Place> {
  const rows = validate(conversationId)
    ? await db
        .select({
          lastOffset: conversations.lastOffset,
          messageCount: conversations.messageCount,
          archivedAt: conversations.archivedAt,
          kind: conversations.kind,
          state: conversations.state,
          now: sql`now()`.mapWith(conversations.createdAt),
        })
        .from(conversations)
        .where(eq(conversations.id, conversationId))
        .for('no key update')
    : []
  const [row] = rows
  if (!row) throw new CoachError('RESOURCE_001')
  const { kind, archivedAt, ...place } = row
  return { conversationId, isHeld: kind === 'direct' || place.state === 'person', isArchived: archivedAt !== null, ...place }
}

export function draft({ conversationId, now }: Place, fields: Partial<Message> & Pick<Message, 'role' | 'status'>): Message {
  return { id: v7(), conversationId, offset: 0, text: '', citations: [], createdAt: now.toISOString(), ...fields }
}

/** Stores messages at the next offsets, in place of those that they supersede, and queues the answer among them. Nothing goes where no more fits, or what is put away. */
export async function take(db: Database, place: Place, drafts: Draft[]): Promise<Message[]> {
  const { conversationId, lastOffset, messageCount, now } = place
  if (place.isArchived) throw new CoachError('CONFLICT_001')
  if (messageCount + drafts.length > maxConversationMessages) throw new CoachError('CONVERSATION_002')
  const placed = drafts.map((message, at) => ({ ...message, offset: lastOffset + 1 + at }))
  const stored = placed.map(({ sentBy: _, client: __, ...message }): Message => message)
  await db
    .update(conversations)
    .set({ lastOffset: lastOffset + stored.length, messageCount: messageCount + stored.length, updatedAt: now })
    .where(eq(conversations.id, conversationId))
  await db
    .insert(messages)
    .values(placed.map(({ offset, client: _, createdAt: __, archivedAt: ___, ...fields }) => ({ ...fields, logOffset: offset, createdAt: now })))
  for (const { id, client } of placed) if (client) await db.update(messageNotes).set({ client }).where(eq(messageNotes.id, id))
  for (const { id, supersedes = [], role } of stored) {
    if (supersedes.length > 0) await db.update(messages).set({ supersededBy: id }).where(inArray(messages.id, supersedes))
    if (role === 'assistant') await enqueue(db, { kind: 'answer', subjectId: id })
  }
  return stored
}

export async function log(db: Database, stored: Message[]): Promise<LoggedEvent[]> {
  const events = stored.map((message): LoggedEvent => ({ offset: message.offset, event: { type: 'message.created', message } }))
  const rows = stored.map((message, at) => ({ conversationId: message.conversationId, logOffset: message.offset, payload: only(events.slice(at)).event }))
  await db.insert(conversationEvents).values(rows)
  return events
}
