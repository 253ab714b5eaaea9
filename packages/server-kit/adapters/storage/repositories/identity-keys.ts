import { desc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { IdentityKeyRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { creators, identityKeys } from '../schema.js'

export function identityKeyRepository(db: Database): IdentityKeyRepository {
  return {
    live: () =>
      db
        .select(columns)
        .from(identityKeys)
        .where(or(isNull(identityKeys.expiresAt), gt(identityKeys.expiresAt, sql`clock_timestamp()`)))
        .orderBy(desc(identityKeys.createdAt), desc(identityKeys.id)),
    async hold() {
      // The tenant's own row and no other.
      await db.select({ id: creators.id }).from(creators).for('no key update')
    },
    add: async (key) => only(await db.insert(identityKeys).values(key).returning(columns)),
    async expire({ id, at }) {
      await db.update(identityKeys).set({ expiresAt: at }).where(eq(identityKeys.id, id))
    },
    all: () => db.select({ id: identityKeys.id, creatorId: identityKeys.creatorId, sealed: identityKeys.sealed }).from(identityKeys),
    async reseal({ id, sealed }) {
      await db.update(identityKeys).set({ sealed }).where(eq(identityKeys.id, id))
    },
    async remove(id) {
      if (!validate(id)) return false
      return (await db.delete(identityKeys).where(eq(identityKeys.id, id)).returning({ id: identityKeys.id })).length > 0
    },
  }
}

const columns = { id: identityKeys.id, sealed: identityKeys.sealed, createdAt: identityKeys.createdAt, expiresAt: identityKeys.expiresAt }
