import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { UpkeepRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import {
  attachments,
  cachedAnswers,
  emailCodes,
  idempotentRequests,
  identityKeys,
  impersonations,
  invitations,
  refreshTokens,
  sessionTokens,
  signIns,
  tickets,
  unclaimedFiles,
} from '../schema.js'

export function upkeepRepository(db: Database): UpkeepRepository {
  return {
    async removeExpired() {
      let removed = 0
      // The scope's policies show it expired rows only.
      for (const table of [
        tickets,
        refreshTokens,
        emailCodes,
        invitations,
        identityKeys,
        impersonations,
        signIns,
        cachedAnswers,
        attachments,
        idempotentRequests,
      ]) {
        removed += (await db.delete(table).returning({ gone: sql<number>`1` })).length
      }
      return removed
    },
    async removeSessionTokens() {
      const ended = lt(sessionTokens.expiresAt, sql`clock_timestamp() - interval '10 minutes'`)
      const gone = await db.delete(sessionTokens).where(ended).returning({ creatorId: sessionTokens.creatorId })
      return { creatorIds: [...new Set(gone.map(({ creatorId }) => creatorId))] }
    },
    unclaimedFiles({ olderThanMs, limit }) {
      const { creatorId, blobKey, since } = unclaimedFiles
      const old = lt(since, sql`clock_timestamp() - ${olderThanMs} * interval '1 millisecond'`)
      return db.select({ creatorId, blobKey }).from(unclaimedFiles).where(old).orderBy(asc(since)).limit(limit)
    },
    async forgetFiles(files) {
      for (const { creatorId, blobKey } of files) {
        await db.delete(unclaimedFiles).where(and(eq(unclaimedFiles.creatorId, creatorId), eq(unclaimedFiles.blobKey, blobKey)))
      }
    },
  }
}
