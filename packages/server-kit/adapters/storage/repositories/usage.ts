import { and, eq, sql } from 'drizzle-orm'
import { quotaWarning } from '../../../domain/limits/monthly-quota.js'
import type { UsageRepository, UsageReservation } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { usage, usageReservations } from '../schema.js'

export function usageRepository(db: Database): UsageRepository {
  return {
    reserve: (input) => reserve(db, input),
    async settle(reservation, used) {
      // Whoever removes the reservation is the one who settles it.
      const [settled] = await db.delete(usageReservations).where(isOf(reservation)).returning({ amount: usageReservations.amount })
      if (!settled) return
      await db
        .update(usage)
        .set({ used: sql`greatest(0, ${usage.used} + ${used - settled.amount}::bigint)` })
        .where(and(eq(usage.month, reservation.month), eq(usage.kind, reservation.kind)))
    },
    release(reservation) {
      return this.settle(reservation, 0)
    },
    async ofMonth(month) {
      const rows = await db.select({ kind: usage.kind, used: usage.used }).from(usage).where(eq(usage.month, month))
      return { exchanges: 0, tokens: 0, microUsd: 0, ...Object.fromEntries(rows.map(({ kind, used }) => [kind, used])) }
    },
  }
}

async function reserve(db: Database, { id, kind, month, amount, limit }: Parameters<UsageRepository['reserve']>[0]): ReturnType<UsageRepository['reserve']> {
  const [added] = await db.insert(usageReservations).values({ id, kind, month, amount }).onConflictDoNothing().returning({ id: usageReservations.id })
  if (!added) return earlier(db, { id, kind })
  const reservation = { id, kind, month }
  const spent = limit !== undefined && amount > limit ? undefined : await spend(db, { ...reservation, amount, limit })
  if (spent) return { reservation, ...spent }
  await db.delete(usageReservations).where(isOf(reservation))
  return undefined
}

/** One statement, which waits for others on the same row and sees what they left. */
async function spend(db: Database, { id, kind, month, amount, limit }: UsageReservation & { amount: number; limit: number | undefined }) {
  const after = sql`${usage.used} + ${amount}::bigint`
  const warnsFrom = limit === undefined ? undefined : Math.ceil(limit * quotaWarning)
  const warnsNow = warnsFrom !== undefined && amount >= warnsFrom
  const crosses = warnsFrom === undefined ? sql`false` : sql`(${after} >= ${warnsFrom}::bigint and ${usage.warnedLimit} is distinct from ${limit}::bigint)`
  const [spent] = await db
    .insert(usage)
    .values({ month, kind, used: amount, ...(warnsNow ? { warnedLimit: limit, warnedBy: id } : {}) })
    .onConflictDoUpdate({
      target: [usage.creatorId, usage.month, usage.kind],
      set: {
        used: after,
        warnedLimit: sql`case when ${crosses} then ${limit ?? null}::bigint else ${usage.warnedLimit} end`,
        warnedBy: sql`case when ${crosses} then ${id} else ${usage.warnedBy} end`,
      },
      ...(limit === undefined ? {} : { setWhere: sql`${after} <= ${limit}::bigint` }),
    })
    .returning({ used: usage.used, warnedBy: usage.warnedBy })
  return spent && { used: spent.used, crossed80: spent.warnedBy === id }
}

async function earlier(db: Database, { id, kind }: Pick<UsageReservation, 'id' | 'kind'>): ReturnType<UsageRepository['reserve']> {
  const rows = await db
    .select({ month: usageReservations.month, used: usage.used, warnedBy: usage.warnedBy })
    .from(usageReservations)
    .innerJoin(usage, and(eq(usage.month, usageReservations.month), eq(usage.kind, usageReservations.kind), eq(usage.creatorId, usageReservations.creatorId)))
    .where(isOf({ id, kind }))
  const { month, used, warnedBy } = only(rows)
  return { reservation: { id, kind, month }, used, crossed80: warnedBy === id }
}

function isOf({ id, kind }: Pick<UsageReservation, 'id' | 'kind'>) {
  return and(eq(usageReservations.id, id), eq(usageReservations.kind, kind))
}
