import { randomBytes } from 'node:crypto'
import type { Conversation } from '@coachkit/contract'
import { and, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { ConversationRecord, ConversationRepository, Page } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversations } from '../schema.js'

export function conversationRepository(db: Database): ConversationRepository {
  const list = async ({ cursor, limit, state }: Page & { state?: Conversation['state'] | undefined }, which: SQL) => {
    const before = cursor === undefined ? undefined : lt(conversations.id, decodeCursor(cursor, isId))
    const rows = await db
      .select()
      .from(conversations)
      .where(and(which, before, state && inState(state)))
      .orderBy(desc(conversations.id))
      .limit(limit + 1)
    return toPage(rows, { limit, toItem: toConversation, placeOf: ({ id }) => id })
  }
  return {
    async create({ sessionId, kind = 'ai' }) {
      const epoch = randomBytes(8).toString('hex')
      const waits = kind === 'direct' ? { state: 'requested' as const, handoverReason: 'direct' as const, requestedAt: sql`now()` } : {}
      return toConversation(
        only(
          await db
            .insert(conversations)
            .values({ id: v7(), sessionId, epoch, kind, ...waits })
            .returning(),
        ),
      )
    },
    async find(id) {
      if (!validate(id)) return undefined
      const [row] = await db.select().from(conversations).where(eq(conversations.id, id))
      return row && toConversation(row)
    },
    listBySession: async ({ sessionId, ...page }) => (validate(sessionId) ? list(page, eq(conversations.sessionId, sessionId)) : { items: [] }),
    list: (page) => list(page, gt(conversations.lastOffset, 0)),
  }
}

/** Those that wait are few, and have an index that only a statement that says so can use. */
function inState(state: Conversation['state']): SQL | undefined {
  return state === 'coach' ? eq(conversations.state, state) : and(eq(conversations.state, state), sql`${conversations.state} <> 'coach'`)
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
    state: row.state,
    ...(handover ? { handover } : {}),
    offset: row.lastOffset,
    epoch: row.epoch,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
