import { desc, eq, lte } from 'drizzle-orm'
import type { SigningKeyRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { signingKeys } from '../schema.js'

export function signingKeyRepository(db: Database): SigningKeyRepository {
  return {
    async list() {
      const rows = await db.select().from(signingKeys).orderBy(desc(signingKeys.generation))
      return rows.map(({ createdAt: _, ...key }) => key)
    },
    async add(key) {
      const added = await db.insert(signingKeys).values(key).onConflictDoNothing().returning({ id: signingKeys.id })
      return added.length > 0
    },
    async reseal({ id, sealedPrivateKey }) {
      await db.update(signingKeys).set({ sealedPrivateKey }).where(eq(signingKeys.id, id))
    },
    async removeRetired(now) {
      await db.delete(signingKeys).where(lte(signingKeys.verifiesUntil, now))
    },
  }
}
