import type { Session } from '@coachkit/contract'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { SessionRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { creators, sessions } from '../schema.js'

export function sessionRepository(db: Database): SessionRepository {
  const alive = gt(sessions.expiresAt, sql`clock_timestamp()`)
  return {
    async create({ tokenHash, expiresAt }) {
      return toSession(only(await db.insert(sessions).values({ id: v7(), tokenHash, expiresAt }).returning(columns)))
    },
    async find(id) {
      if (!validate(id)) return undefined
      const [row] = await db
        .select(columns)
        .from(sessions)
        .innerJoin(creators, and(eq(creators.id, sessions.creatorId), isNull(creators.suspendedAt)))
        .where(and(eq(sessions.id, id), alive))
      return row && toSession(row)
    },
    async findByTokenHash(tokenHash) {
      const [row] = await db
        .select({ ...columns, suspendedAt: creators.suspendedAt })
        .from(sessions)
        .innerJoin(creators, eq(creators.id, sessions.creatorId))
        .where(and(eq(sessions.tokenHash, tokenHash), alive))
      return row && { session: toSession(row), suspended: row.suspendedAt !== null }
    },
  }
}

const columns = { id: sessions.id, creatorId: sessions.creatorId, expiresAt: sessions.expiresAt }

function toSession(row: { id: string; creatorId: string; expiresAt: Date }): Session {
  return { id: row.id, creatorId: row.creatorId, expiresAt: row.expiresAt.toISOString() }
}
