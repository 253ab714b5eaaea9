import { eq } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { ApiKeyRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { apiKeys } from '../schema.js'

export function apiKeyRepository(db: Database): ApiKeyRepository {
  return {
    async create({ keyHash, name }) {
      return only(await db.insert(apiKeys).values({ id: v7(), keyHash, name }).returning({ id: apiKeys.id }))
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
      const [row] = await db.select({ id: apiKeys.id, creatorId: apiKeys.creatorId }).from(apiKeys).where(eq(apiKeys.keyHash, keyHash))
      return row
    },
  }
}
