import { CoachError } from '@coachkit/contract'
import { and, eq, gte, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { ArchiveRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { attachments, conversationEvents, conversationSummaries, conversations, messageNotes, messages, messageVectors } from '../schema.js'
import { lock } from './append-messages.js'
import { held, step, unchanged } from './handovers.js'
import { log, toMessage } from './messages.js'

export function archiveRepository(db: Database): ArchiveRepository {
  return {
    async conversation({ conversationId, archived }) {
      const row = await held(db, conversationId)
      if ((row.archivedAt !== null) === archived) return unchanged(row)
      return step(db, row, 'conversation.updated', { archivedAt: archived ? sql`now()` : null })
    },
    message: (input) => putAway(db, input),
    removeOld: (input) => removeOld(db, input),
  }
}

async function putAway(db: Database, input: Parameters<ArchiveRepository['message']>[0]): ReturnType<ArchiveRepository['message']> {
  const { conversationId, messageId, archived } = input
  await lock(db, conversationId)
  const which = validate(messageId) ? and(eq(messages.id, messageId), eq(messages.conversationId, conversationId)) : sql`false`
  const [changed] = await db
    .update(messages)
    .set({ archivedAt: archived ? sql`now()` : null })
    .where(and(which, archived ? isNull(messages.archivedAt) : isNotNull(messages.archivedAt), sql`${messages.status} <> 'pending'`))
    .returning()
  if (changed) {
    const message = toMessage(changed)
    const remembers = and(eq(conversationSummaries.conversationId, conversationId), gte(conversationSummaries.upToOffset, message.offset))
    if (archived) await db.delete(conversationSummaries).where(remembers)
    return { message, events: [await log(db, { type: archived ? 'message.archived' : 'message.restored', message })] }
  }
  const [known] = await db.select().from(messages).where(which)
  if (!known) throw new CoachError('RESOURCE_001')
  if (known.status === 'pending') throw new CoachError('CONVERSATION_001')
  return { message: toMessage(known), events: [] }
}

/** Conversations go whole. A message that went alone keeps its place in the log, has no file and says nothing any more, there and in what readers were told. */
async function removeOld(
  db: Database,
  { before, archivedBefore, limit }: Parameters<ArchiveRepository['removeOld']>[0],
): ReturnType<ArchiveRepository['removeOld']> {
  const [old, oldArchived] = [before.toISOString(), archivedBefore.toISOString()]
  const aged = sql`(${conversations.updatedAt} < ${old}::timestamptz or ${conversations.archivedAt} < ${oldArchived}::timestamptz)`
  const due = db.select({ id: conversations.id }).from(conversations).where(aged).orderBy(conversations.id).limit(limit)
  const gone = await db.delete(conversations).where(inArray(conversations.id, due)).returning({ id: conversations.id })
  const emptied = await db
    .update(messages)
    .set({ text: '', citations: [], context: null, attachments: null })
    .where(and(sql`${messages.archivedAt} < ${oldArchived}::timestamptz`, or(ne(messages.text, ''), isNotNull(messages.attachments))))
    .returning({ id: messages.id, conversationId: messages.conversationId })
  for (const { id, conversationId } of emptied) {
    // Their bytes are nobody's from then on, and removed by the upkeep.
    await db.delete(attachments).where(eq(attachments.messageId, id))
    await db.update(messageNotes).set({ metadata: null, client: null }).where(eq(messageNotes.id, id))
    await db.update(messageVectors).set({ vector: null, embedderId: null }).where(eq(messageVectors.id, id))
    const told = and(eq(conversationEvents.conversationId, conversationId), sql`${conversationEvents.payload} -> 'message' ->> 'id' = ${id}`)
    const silent = sql`jsonb_set(jsonb_set(${conversationEvents.payload}, '{message,text}', '""'), '{message,citations}', '[]') #- '{message,context}' #- '{message,attachments}'`
    await db.update(conversationEvents).set({ payload: silent }).where(told)
  }
  return { conversations: gone.length, messages: emptied.length }
}
