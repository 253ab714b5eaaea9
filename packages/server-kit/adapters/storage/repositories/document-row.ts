import type { Document } from '@coachkit/contract'
import { eq } from 'drizzle-orm'
import type { Database } from '../database.js'
import { documents } from '../schema.js'

export async function findDocument(db: Database, documentId: string): Promise<Document | undefined> {
  const [row] = await db.select().from(documents).where(eq(documents.id, documentId))
  return row && toDocument(row)
}

export function toDocument(row: typeof documents.$inferSelect): Document {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    size: row.size,
    status: row.status,
    ...(row.stage === null ? {} : { stage: row.stage }),
    progress: row.progress,
    chunkCount: row.chunkCount,
    ...(row.pageCount === null ? {} : { pageCount: row.pageCount }),
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.failureCode === null ? {} : { failure: { code: row.failureCode, message: row.failureMessage ?? '' } }),
    ...(row.replaces === null ? {} : { replaces: row.replaces }),
    ...(row.source === null ? {} : { source: row.source }),
    ...(row.chunkTokens === null || row.overlapTokens === null ? {} : { chunkTokens: row.chunkTokens, overlapTokens: row.overlapTokens }),
    createdAt: row.createdAt.toISOString(),
    ...(row.processedAt === null ? {} : { processedAt: row.processedAt.toISOString() }),
  }
}
