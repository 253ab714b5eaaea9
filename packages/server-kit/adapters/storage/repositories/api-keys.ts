import type { ApiKey } from '@coachkit/contract'
import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { ApiKeyRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { apiKeys } from '../schema.js'

export function apiKeyRepository(db: Database): ApiKeyRepository {
  return {
    async create(key) {
      return toApiKey(
        only(
          await db
            .insert(apiKeys)
            .values({ id: v7(), ...key })
            .returning(columns),
        ),
      )
    },
    async list() {
      return (await db.select(columns).from(apiKeys).orderBy(desc(apiKeys.id))).map(toApiKey)
    },
    async remove(id) {
      if (!validate(id)) return false
      return (await db.delete(apiKeys).where(eq(apiKeys.id, id)).returning({ id: apiKeys.id })).length > 0
    },
    async exists(id) {
      if (!validate(id)) return false
      return (await db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, id))).length > 0
    },
    async findByHash(keyHash) {
      const { id, creatorId, scopes } = apiKeys
      const [row] = await db.select({ id, creatorId, scopes }).from(apiKeys).where(eq(apiKeys.keyHash, keyHash))
      if (row)
        await db
          .update(apiKeys)
          .set({ lastUsedAt: sql`clock_timestamp()` })
          .where(and(eq(apiKeys.id, row.id), unusedForAMinute))
      return row
    },
  }
}

/** A write for each call would cost more than the call. */
const unusedForAMinute = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, sql`clock_timestamp() - interval '1 minute'`))
const columns = { id: apiKeys.id, name: apiKeys.name, scopes: apiKeys.scopes, createdAt: apiKeys.createdAt, lastUsedAt: apiKeys.lastUsedAt }

function toApiKey({ createdAt, lastUsedAt, ...key }: { id: string; name: string; scopes: ApiKey['scopes']; createdAt: Date; lastUsedAt: Date | null }): ApiKey {
  return { ...key, createdAt: createdAt.toISOString(), ...(lastUsedAt ? { lastUsedAt: lastUsedAt.toISOString() } : {}) }
}
