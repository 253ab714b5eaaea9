import type { AuditEntry } from '@coachkit/contract'
import { asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import { entryHash } from '../../../domain/audit/entry-hash.js'
import type { AuditRepository } from '../../../ports/index.js'
import { decodeCursor, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { auditEntries } from '../schema.js'

export function auditRepository(db: Database): AuditRepository {
  return {
    async append({ creatorId, entry, at }) {
      // One at a time for each creator, so that every entry follows the one before.
      await db.select({ held: sql`pg_advisory_xact_lock(hashtextextended(${`coach.audit ${creatorId}`}, 0))::text` }).from(sql`(select 1) as once`)
      const [last] = await db
        .select({ position: auditEntries.position, hash: auditEntries.hash })
        .from(auditEntries)
        .where(eq(auditEntries.creatorId, creatorId))
        .orderBy(desc(auditEntries.position))
        .limit(1)
      const whole = { ...entry, position: (last?.position ?? 0) + 1, at: at.toISOString() }
      await db.insert(auditEntries).values({ ...whole, at, creatorId, hash: entryHash(last?.hash ?? '', creatorId, whole) })
    },
    async list({ cursor, limit }) {
      const before = cursor === undefined ? undefined : lt(auditEntries.position, decodeCursor(cursor, isPosition))
      const rows = await db
        .select()
        .from(auditEntries)
        .where(before)
        .orderBy(desc(auditEntries.position))
        .limit(limit + 1)
      return toPage(rows, { limit, toItem: toEntry, placeOf: ({ position }) => position })
    },
    async since({ position, limit }) {
      const rows = await db.select().from(auditEntries).where(gt(auditEntries.position, position)).orderBy(asc(auditEntries.position)).limit(limit)
      return rows.map(toEntry)
    },
  }
}

const largestPosition = 2_147_483_647

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= largestPosition
}

function toEntry({ creatorId: _, at, ...entry }: typeof auditEntries.$inferSelect): AuditEntry {
  return { ...entry, at: at.toISOString() }
}
