import { randomBytes } from 'node:crypto'
import type { Conversation } from '@coachkit/contract'
import { and, desc, eq, gt, isNotNull, isNull, lt, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { Archived, ConversationRecord, ConversationRepository, Page } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversations } from '../schema.js'

type Which = { state?: Conversation['state'] | undefined; channel?: string | undefined; archived?: Archived | undefined }

export function conversationRepository(db: Database): ConversationRepository {
  const list = async ({ cursor, limit, state, channel, archived }: Page & Which, which: SQL) => {
    const before = cursor === undefined ? undefined : lt(conversations.id, decodeCursor(cursor, isId))
    const rows = await db
      .select()
      .from(conversations)
      .where(and(which, before, state && inState(state), ofChannel(channel), inArchive(conversations.archivedAt, archived)))
      .orderBy(desc(conversations.id))
      .limit(limit + 1)
    return toPage(rows, { limit, toItem: withForm, placeOf: ({ id }) => id })
  }
  const ofChat = (sessionId: string, chatId: string) =>
    db
      .select()
      .from(conversations)
      .where(and(eq(conversations.sessionId, sessionId), eq(conversations.chatId, chatId)))
  return {
    async create({ sessionId, chatId, kind = 'ai', channel = 'api', form }) {
      const epoch = randomBytes(8).toString('hex')
      const waits = kind === 'direct' ? { state: 'requested' as const, handoverReason: 'direct' as const, requestedAt: sql`now()` } : {}
      const rows = await db
        .insert(conversations)
        .values({ id: v7(), sessionId, chatId, epoch, kind, channel, form, ...waits })
        .onConflictDoNothing()
        .returning()
      const [taken] = rows.length === 0 && chatId !== undefined ? await ofChat(sessionId, chatId) : []
      return toConversation(taken ?? only(rows))
    },
    async findByChat({ sessionId, chatId }) {
      const [row] = await ofChat(sessionId, chatId)
      return row && toConversation(row)
    },
    async find(id) {
      if (!validate(id)) return undefined
      const [row] = await db.select().from(conversations).where(eq(conversations.id, id))
      return row && withForm(row)
    },
    listBySession: async ({ sessionId, ...page }) => (validate(sessionId) ? list(page, eq(conversations.sessionId, sessionId)) : { items: [] }),
    list: (page) => list(page, gt(conversations.lastOffset, 0)),
  }
}

/** What is put away is left out, unless it is asked for. */
export function inArchive(archivedAt: SQLWrapper, archived: Archived | undefined): SQL | undefined {
  if (archived === 'include') return undefined
  return archived === 'only' ? isNotNull(archivedAt) : isNull(archivedAt)
}

function ofChannel(channel: string | undefined): SQL | undefined {
  return channel === undefined ? undefined : eq(conversations.channel, channel)
}

/** Those that wait are few, and have an index that only a statement that says so can use. */
function inState(state: Conversation['state']): SQL | undefined {
  return state === 'coach' ? eq(conversations.state, state) : and(eq(conversations.state, state), sql`${conversations.state} <> 'coach'`)
}

/** As it is read. Events, which all readers keep, go without. */
function withForm(row: typeof conversations.$inferSelect): ConversationRecord {
  return { ...toConversation(row), ...(row.form === null ? {} : { form: row.form }) }
}

export function toConversation(row: typeof conversations.$inferSelect): ConversationRecord {
  const { handoverReason, requestedAt, acceptedAt, person } = row
  const handover = handoverReason &&
    requestedAt && {
      reason: handoverReason,
      requestedAt: requestedAt.toISOString(),
      ...(acceptedAt === null ? {} : { acceptedAt: acceptedAt.toISOString() }),
      ...(person === null ? {} : { person }),
    }
  return {
    id: row.id,
    sessionId: row.sessionId,
    ...(row.title === null ? {} : { title: row.title }),
    kind: row.kind,
    channel: row.channel,
    state: row.state,
    ...(handover ? { handover } : {}),
    offset: row.lastOffset,
    epoch: row.epoch,
    ...(row.archivedAt === null ? {} : { archivedAt: row.archivedAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
