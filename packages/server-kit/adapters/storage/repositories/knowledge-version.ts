import { sql } from 'drizzle-orm'
import type { Database } from '../database.js'
import { creators } from '../schema.js'

/**
 * Tells what is held in memory that there is something else to find. Before chunks or vectors change: it holds the creator's row, so that
 * an index is begun before or after, and those who write take turns.
 */
export async function raiseVersion(db: Database): Promise<void> {
  // Row-level security shows the tenant its own row only.
  await db.update(creators).set({ knowledgeVersion: sql`${creators.knowledgeVersion} + 1` })
}
