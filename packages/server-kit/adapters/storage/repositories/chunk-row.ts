import { and, eq } from 'drizzle-orm'
import type { StoredChunk } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { chunks, documents } from '../schema.js'

/** Whatever its document's state: chunks stay while it is read anew and go with quarantine. */
export function selectChunks(db: Database) {
  return db
    .select({ chunk: chunks, documentName: documents.name })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.creatorId, chunks.creatorId), eq(documents.id, chunks.documentId)))
}

export function toChunk({ chunk, documentName }: { chunk: typeof chunks.$inferSelect; documentName: string }): StoredChunk {
  return {
    id: chunk.id,
    documentId: chunk.documentId,
    documentName,
    index: chunk.chunkIndex,
    text: chunk.text,
    headings: chunk.headings,
    ...(chunk.page === null ? {} : { page: chunk.page }),
    language: chunk.language,
    tokenCount: chunk.tokenCount,
  }
}
