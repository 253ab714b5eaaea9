import type { Impersonation } from '@coachkit/contract'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { ImpersonationRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { accounts, impersonations } from '../schema.js'

export function impersonationRepository(db: Database): ImpersonationRepository {
  const alive = and(isNull(impersonations.endedAt), gt(impersonations.expiresAt, sql`clock_timestamp()`))
  return {
    async begin(input) {
      return toImpersonation(
        only(
          await db
            .insert(impersonations)
            .values({ id: v7(), ...input })
            .returning(),
        ),
      )
    },
    async rights({ id, accountId, creatorId }) {
      if (![id, accountId, creatorId].every((part) => validate(part))) return undefined
      const [row] = await db
        .select({ tokenVersion: accounts.tokenVersion })
        .from(impersonations)
        .innerJoin(accounts, and(eq(accounts.id, impersonations.accountId), eq(accounts.isAdmin, true), isNull(accounts.suspendedAt)))
        .where(and(eq(impersonations.id, id), eq(impersonations.accountId, accountId), eq(impersonations.creatorId, creatorId), alive))
      return row
    },
    async end(id) {
      if (!validate(id)) return undefined
      const [row] = await db
        .update(impersonations)
        .set({ endedAt: sql`clock_timestamp()` })
        .where(and(eq(impersonations.id, id), alive))
        .returning()
      return row && toImpersonation(row)
    },
  }
}

function toImpersonation(row: typeof impersonations.$inferSelect): Impersonation {
  const { id, creatorId, accountId, reason } = row
  return { id, creatorId, accountId, reason, createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString() }
}
