import { CoachError, type DurableConversationEvent, type Message } from '@coachkit/contract'
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { LoggedEvent, MessageFilter, MessageRepository } from '../../../ports/index.js'
import { decodeCursor, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversationEvents, conversations, feedback, messageNotes, messages, messageVectors } from '../schema.js'
import { storableJson, storableText } from '../storable-text.js'
import { inArchive } from './conversations.js'
import { enqueue } from './jobs.js'
import { vectorOf } from './store-vectors.js'

export function messageRepository(db: Database): MessageRepository {
  return {
    async find(id) {
      if (!validate(id)) return undefined
      const [row] = await db.select().from(messages).where(eq(messages.id, id))
      return row && toMessage(row)
    },
    async vector({ messageId, embedderId }) {
      if (!validate(messageId)) return undefined
      const ofEmbedder = and(eq(messageVectors.id, messageId), eq(messageVectors.embedderId, embedderId))
      const [row] = await db.select({ bytes: messageVectors.vector }).from(messageVectors).where(ofEmbedder)
      return row?.bytes ? { embedderId, values: vectorOf(row.bytes) } : undefined
    },
    history: (input) => history(db, input),
    settle: (input) => settle(db, input),
    retry: (input) => retry(db, input),
    eventsSince: (input) => eventsSince(db, input),
  }
}

type MessageRow = typeof messages.$inferSelect
/** A stored question with its answer, if a coach was to answer it. */
export async function findExchange(db: Database, questionId: string): Promise<{ question: Message; answer?: Message }> {
  const rows = await db
    .select()
    .from(messages)
    .where(or(eq(messages.id, questionId), eq(messages.replyTo, questionId)))
    .orderBy(asc(messages.logOffset))
  const [question, answer] = rows
  return { question: toMessage(only(question ? [question] : [])), ...(answer ? { answer: toMessage(answer) } : {}) }
}

async function history(db: Database, { conversationId, cursor, limit, superseded, ...filter }: Parameters<MessageRepository['history']>[0]) {
  if (!validate(conversationId)) return { items: [] }
  const before = cursor === undefined ? undefined : lt(messages.logOffset, decodeCursor(cursor, isOffset))
  const rows = await db
    .select({ message: messages, rating: feedback.rating, reason: feedback.reason })
    .from(messages)
    .leftJoin(feedback, and(eq(feedback.creatorId, messages.creatorId), eq(feedback.messageId, messages.id)))
    .where(and(eq(messages.conversationId, conversationId), before, superseded ? undefined : isNull(messages.supersededBy), passing(filter)))
    .orderBy(desc(messages.logOffset))
    .limit(limit + 1)
  const toItem = ({ message, ...given }: (typeof rows)[number]) => ({ ...toMessage(message), ...toFeedback(given) })
  const page = toPage(rows, { limit, toItem, placeOf: ({ offset }) => offset })
  return { ...page, items: page.items.reverse() }
}

export function passing({ role, from, until, archived }: MessageFilter): SQL | undefined {
  return and(
    inArchive(messages.archivedAt, archived),
    role && eq(messages.role, role),
    from === undefined ? undefined : gte(messages.createdAt, new Date(from)),
    until === undefined ? undefined : lt(messages.createdAt, new Date(until)),
  )
}

async function settle(db: Database, input: Parameters<MessageRepository['settle']>[0]): ReturnType<MessageRepository['settle']> {
  if (!validate(input.messageId)) return undefined
  const [row] = await db
    .update(messages)
    .set({
      status: input.status,
      text: storableText(input.text),
      citations: storableJson(input.citations),
      confidence: input.confidence ?? null,
      model: input.model ?? null,
      cached: input.cached ?? false,
      errorCode: input.errorCode ?? null,
    })
    .where(and(eq(messages.id, input.messageId), eq(messages.status, 'pending')))
    .returning()
  if (!row) return undefined
  if (input.details)
    await db
      .update(messageNotes)
      .set({ details: storableJson(input.details) })
      .where(eq(messageNotes.id, row.id))
  const type = input.status === 'completed' || input.status === 'stopped' ? 'message.completed' : 'message.failed'
  const message = toMessage(row)
  return { message, events: [await log(db, { type, message })] }
}

async function retry(db: Database, { messageId }: { messageId: string }): ReturnType<MessageRepository['retry']> {
  if (!validate(messageId)) return undefined
  const [row] = await db
    .update(messages)
    .set({ status: 'pending', text: '', citations: [], confidence: null, model: null, cached: false, errorCode: null })
    .where(
      and(
        eq(messages.id, messageId),
        inArray(messages.status, ['failed', 'interrupted', 'stopped']),
        isNull(messages.supersededBy),
        isNull(messages.archivedAt),
      ),
    )
    .returning()
  if (!row) return undefined
  const message = toMessage(row)
  await db.update(messageNotes).set({ details: null }).where(eq(messageNotes.id, messageId))
  await enqueue(db, { kind: 'answer', subjectId: messageId })
  return { message, events: [await log(db, { type: 'message.created', message })] }
}

/** Gives an event the conversation's next offset and writes it down. */
export async function log(db: Database, event: Extract<DurableConversationEvent, { message: Message }>): Promise<LoggedEvent> {
  const { conversationId } = event.message
  const [conversation] = await db
    .update(conversations)
    .set({ lastOffset: sql`${conversations.lastOffset} + 1`, updatedAt: sql`now()` })
    .where(eq(conversations.id, conversationId))
    .returning({ offset: conversations.lastOffset })
  const { offset } = only(conversation ? [conversation] : [])
  await db.insert(conversationEvents).values({ conversationId, logOffset: offset, payload: event })
  return { offset, event }
}

async function eventsSince(db: Database, input: Parameters<MessageRepository['eventsSince']>[0]): ReturnType<MessageRepository['eventsSince']> {
  const [conversation] = validate(input.conversationId)
    ? await db.select({ offset: conversations.lastOffset, epoch: conversations.epoch }).from(conversations).where(eq(conversations.id, input.conversationId))
    : []
  if (!conversation) throw new CoachError('RESOURCE_001')
  const rows = await db
    .select({ offset: conversationEvents.logOffset, event: conversationEvents.payload })
    .from(conversationEvents)
    .where(
      and(
        eq(conversationEvents.conversationId, input.conversationId),
        gt(conversationEvents.logOffset, input.offset),
        // The position was read first: an event committed in between belongs to the next read.
        lte(conversationEvents.logOffset, conversation.offset),
      ),
    )
    .orderBy(asc(conversationEvents.logOffset))
    .limit(input.limit)
  return { events: rows, offset: conversation.offset, epoch: conversation.epoch }
}

/** What the column can hold. */
const largestOffset = 2_147_483_647

function isOffset(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= largestOffset
}

function toFeedback({ rating, reason }: { rating: 'up' | 'down' | null; reason: string | null }): Pick<Message, 'feedback'> {
  return rating === null ? {} : { feedback: { rating, ...(reason === null ? {} : { reason }) } }
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    offset: row.logOffset,
    role: row.role,
    status: row.status,
    text: row.text,
    citations: row.citations,
    ...(row.confidence === null ? {} : { confidence: row.confidence }),
    ...(row.errorCode === null ? {} : { errorCode: row.errorCode }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.cached ? { cached: true as const } : {}),
    ...(row.replyTo === null ? {} : { replyTo: row.replyTo }),
    ...(row.author === null ? {} : { author: row.author }),
    ...(row.clientMessageId === null ? {} : { clientMessageId: row.clientMessageId }),
    ...(row.attachments === null ? {} : { attachments: row.attachments }),
    ...(row.supersedes === null ? {} : { supersedes: row.supersedes }),
    ...(row.supersededBy === null ? {} : { supersededBy: row.supersededBy }),
    ...(row.archivedAt === null ? {} : { archivedAt: row.archivedAt.toISOString() }),
    ...(row.context === null ? {} : { context: row.context }),
    createdAt: row.createdAt.toISOString(),
  }
}
