import { randomBytes } from 'node:crypto'
import { and, desc, eq, lt } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { ConversationRecord, ConversationRepository } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversations } from '../schema.js'

export function conversationRepository(db: Database): ConversationRepository {
  return {
    async create({ sessionId }) {
      const epoch = randomBytes(8).toString('hex')
      return toConversation(only(await db.insert(conversations).values({ id: v7(), sessionId, epoch }).returning()))
    },
    async find(id) {
      if (!validate(id)) return undefined
      const [row] = await db.select().from(conversations).where(eq(conversations.id, id))
      return row && toConversation(row)
    },
    async listBySession({ sessionId, cursor, limit }) {
      if (!validate(sessionId)) return { items: [] }
      const before = cursor === undefined ? undefined : lt(conversations.id, decodeCursor(cursor, isId))
      const rows = await db
        .select()
        .from(conversations)
        .where(and(eq(conversations.sessionId, sessionId), before))
        .orderBy(desc(conversations.id))
        .limit(limit + 1)
      return toPage(rows, { limit, toItem: toConversation, placeOf: ({ id }) => id })
    },
  }
}

function toConversation(row: typeof conversations.$inferSelect): ConversationRecord {
  return {
    id: row.id,
    sessionId: row.sessionId,
    ...(row.title === null ? {} : { title: row.title }),
    offset: row.lastOffset,
    epoch: row.epoch,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
