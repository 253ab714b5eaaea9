import { and, eq, sql } from 'drizzle-orm'
import type { IdempotentRequestRepository, RequestKey } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { idempotentRequests } from '../schema.js'

export function idempotentRequestRepository(db: Database): IdempotentRequestRepository {
  const { creatorId, caller, keyHash, expiresAt } = idempotentRequests
  const by = (key: RequestKey) => and(eq(caller, key.caller), eq(keyHash, key.keyHash))
  return {
    async begin(input) {
      const anew = { requestHash: input.requestHash, sealedAnswer: null, expiresAt: input.expiresAt }
      const begun = await db
        .insert(idempotentRequests)
        .values({ caller: input.caller, keyHash: input.keyHash, ...anew })
        .onConflictDoUpdate({ target: [creatorId, caller, keyHash], set: anew, setWhere: sql`${expiresAt} < clock_timestamp()` })
        .returning({ keyHash })
      if (begun.length > 0) return undefined
      const [known] = await db.select().from(idempotentRequests).where(by(input))
      return known && { requestHash: known.requestHash, ...(known.sealedAnswer === null ? {} : { sealedAnswer: known.sealedAnswer }) }
    },
    async finish({ sealedAnswer, ...key }) {
      await db.update(idempotentRequests).set({ sealedAnswer }).where(by(key))
    },
    async forget(key) {
      await db.delete(idempotentRequests).where(by(key))
    },
  }
}
