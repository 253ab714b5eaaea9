import type { ApiKey } from '@coachkit/contract'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { ApiKeyRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { apiKeys, creators } from '../schema.js'

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
    async isAlive(id) {
      if (!validate(id)) return false
      const active = and(eq(creators.id, apiKeys.creatorId), isNull(creators.suspendedAt))
      return (await db.select({ id: apiKeys.id }).from(apiKeys).innerJoin(creators, active).where(eq(apiKeys.id, id))).length > 0
    },
    async findByHash(keyHash) {
      const { id, creatorId, scopes } = apiKeys
      const [row] = await db
        .select({ id, creatorId, scopes, active: sql<boolean>`${creators.suspendedAt} is null`, unused: unusedForAMinute })
        .from(apiKeys)
        .innerJoin(creators, eq(creators.id, creatorId))
        .where(eq(apiKeys.keyHash, keyHash))
      if (!row) return undefined
      const { unused, ...key } = row
      if (unused) await db.update(apiKeys).set({ lastUsedAt: sql`clock_timestamp()` }).where(eq(apiKeys.id, key.id))
      return key
    },
  }
}

/** A write for each call would cost more than the call. */
const unusedForAMinute = sql<boolean>`${apiKeys.lastUsedAt} is null or ${apiKeys.lastUsedAt} < clock_timestamp() - interval '1 minute'`
const columns = { id: apiKeys.id, name: apiKeys.name, scopes: apiKeys.scopes, createdAt: apiKeys.createdAt, lastUsedAt: apiKeys.lastUsedAt }

function toApiKey({ createdAt, lastUsedAt, ...key }: { id: string; name: string; scopes: ApiKey['scopes']; createdAt: Date; lastUsedAt: Date | null }): ApiKey {
  return { ...key, createdAt: createdAt.toISOString(), ...(lastUsedAt ? { lastUsedAt: lastUsedAt.toISOString() } : {}) }
}
