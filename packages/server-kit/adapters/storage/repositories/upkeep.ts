import { sql } from 'drizzle-orm'
import type { UpkeepRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { emailCodes, impersonations, invitations, refreshTokens, signIns, tickets } from '../schema.js'

export function upkeepRepository(db: Database): UpkeepRepository {
  return {
    async removeExpired() {
      let removed = 0
      // The scope's policies show it expired rows only.
      for (const table of [tickets, refreshTokens, emailCodes, invitations, impersonations, signIns]) {
        removed += (await db.delete(table).returning({ gone: sql<number>`1` })).length
      }
      return removed
    },
  }
}
