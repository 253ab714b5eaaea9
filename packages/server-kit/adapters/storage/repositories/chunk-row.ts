import type { DocumentType } from '@coachkit/contract'
import { and, eq, sql } from 'drizzle-orm'
import { v5 } from 'uuid'
import type { Chunk, StoredChunk } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { chunks, documents } from '../schema.js'
import { storableText } from '../storable-text.js'

/** Namespace of chunk ids. */
const namespace = '5f0c3f5e-6a5b-4b52-9d0c-6b1d0d0f7a11'

/** Without what PostgreSQL does not store. */
export function storableChunks(chunks: readonly Chunk[]): Chunk[] {
  return chunks.map((chunk) => ({ ...chunk, text: storableText(chunk.text), headings: chunk.headings.map(storableText) }))
}

/** A storable chunk as it is given to a statement, whose `rowType` reads it. */
export function chunkRow(documentId: string, { index, text, headings, page, language, tokenCount }: Chunk) {
  // From the content, so citations of earlier answers still lead to the passage after the document is processed again.
  const id = v5(Buffer.from(`${documentId}\n${index}\n${text}`), namespace)
  return { id, document_id: documentId, chunk_index: index, text, headings, page, language, token_count: tokenCount }
}
/** Chunks of one statement, as one parameter: to build one of thousands of parameters, or of a book's text, would hold up everybody else. */
export const chunksAtOnce = 100
export const rowType = sql.raw('id uuid, document_id text, chunk_index integer, text text, headings jsonb, page integer, language text, token_count integer')

/** Whatever its document's state: chunks stay while it is read anew and go with quarantine. */
export function selectChunks(db: Database) {
  return db
    .select({ chunk: chunks, documentName: documents.name, source: documents.source, documentType: documents.type })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.creatorId, chunks.creatorId), eq(documents.id, chunks.documentId)))
}

interface ChunkRow {
  chunk: typeof chunks.$inferSelect
  documentName: string
  documentType: DocumentType
  source: string | null
}

export function toChunk({ chunk, documentName, documentType, source }: ChunkRow): StoredChunk {
  return {
    id: chunk.id,
    documentId: chunk.documentId,
    documentName,
    documentType,
    ...(source === null ? {} : { source }),
    index: chunk.chunkIndex,
    text: chunk.text,
    headings: chunk.headings,
    ...(chunk.page === null ? {} : { page: chunk.page }),
    language: chunk.language,
    tokenCount: chunk.tokenCount,
  }
}
