import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { ModelCall, ModelCallRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { modelCalls } from '../schema.js'

export function modelCallRepository(db: Database): ModelCallRepository {
  return {
    async add(call) {
      await db.insert(modelCalls).values({ id: v7(), ...call })
    },
    sums({ from, until, by }) {
      const key = keys[by]
      return db
        .select({ key: key.as('key'), ...sums })
        .from(modelCalls)
        .where(and(gte(modelCalls.createdAt, from), lt(modelCalls.createdAt, until)))
        .groupBy(sql`1`)
        .orderBy(...(by === 'model' ? [desc(sums.microUsd), sql`1`] : [sql`1`]))
    },
    async ofConversation({ conversationId, limit }) {
      const which = validate(conversationId) ? eq(modelCalls.conversationId, conversationId) : sql`false`
      const rows = await db.select().from(modelCalls).where(which).orderBy(desc(modelCalls.createdAt), desc(modelCalls.id)).limit(limit)
      return { sum: only(await db.select(sums).from(modelCalls).where(which)), calls: rows.map(toCall) }
    },
  }
}

const keys = {
  day: sql<string>`to_char(${modelCalls.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`,
  month: sql<string>`to_char(${modelCalls.createdAt} at time zone 'UTC', 'YYYY-MM')`,
  model: sql<string>`${modelCalls.model}`,
}
const count = sql<string>`count(*)`.mapWith(Number)
const sums = {
  calls: count,
  promptTokens: sql`coalesce(sum(${modelCalls.promptTokens}), 0)`.mapWith(Number),
  completionTokens: sql`coalesce(sum(${modelCalls.completionTokens}), 0)`.mapWith(Number),
  microUsd: sql`coalesce(sum(${modelCalls.microUsd}), 0)`.mapWith(Number),
  estimatedTokens: sql`coalesce(sum(${modelCalls.promptTokens} + ${modelCalls.completionTokens}) filter (where ${modelCalls.estimated}), 0)`.mapWith(Number),
  unpricedCalls: sql`count(*) filter (where ${modelCalls.microUsd} is null)`.mapWith(Number),
}

function toCall(row: typeof modelCalls.$inferSelect): ModelCall & { createdAt: Date } {
  const { id: _id, creatorId: _creatorId, microUsd, firstTokenMs, ...call } = row
  return { ...call, ...(microUsd === null ? {} : { microUsd }), ...(firstTokenMs === null ? {} : { firstTokenMs }) }
}
