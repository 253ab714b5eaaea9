import { eq, inArray } from 'drizzle-orm'
import type { KnowledgeRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { unclaimedFiles } from '../schema.js'

export function documentFiles(db: Database): Pick<KnowledgeRepository, 'expectFile' | 'forgetFile'> {
  return {
    expectFile: (blobKey) => unclaim(db, [blobKey]),
    forgetFile: (blobKey) => claim(db, [blobKey]),
  }
}

/** These files are nobody's from the end of the transaction. */
export async function unclaim(db: Database, blobKeys: string[]): Promise<void> {
  if (blobKeys.length === 0) return
  const rows = blobKeys.map((blobKey) => ({ blobKey }))
  await db.insert(unclaimedFiles).values(rows).onConflictDoNothing()
}

export async function claim(db: Database, blobKeys: string[]): Promise<void> {
  await db.delete(unclaimedFiles).where(blobKeys.length === 1 ? eq(unclaimedFiles.blobKey, blobKeys[0] ?? '') : inArray(unclaimedFiles.blobKey, blobKeys))
}
