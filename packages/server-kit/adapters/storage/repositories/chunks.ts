import { eq, sql } from 'drizzle-orm'
import { v5 } from 'uuid'
import type { Chunk, NewEmbeddings } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { chunks, documents } from '../schema.js'
import { storableJson } from '../storable-text.js'
import { batches } from './batches.js'
import { addToPostings, removeFromPostings } from './posting-writes.js'
import { storeVectors } from './store-vectors.js'

/** Namespace of chunk ids. */
const namespace = '5f0c3f5e-6a5b-4b52-9d0c-6b1d0d0f7a11'

/** Replaces a document's chunks and vectors inside the transaction. */
export async function replaceChunks(db: Database, input: { documentId: string; chunks: Chunk[]; embeddings?: NewEmbeddings | undefined }): Promise<void> {
  await removeFromPostings(db, [input.documentId])
  await db.delete(chunks).where(eq(chunks.documentId, input.documentId))
  const stored = storableJson(input.chunks)
  const [document] = await db.select({ name: documents.name }).from(documents).where(eq(documents.id, input.documentId))
  const firstPlace = await addToPostings(
    db,
    stored.map((chunk) => ({ ...chunk, documentName: document?.name ?? '' })),
  )
  const rows = stored.map((chunk, position) => toRow(input.documentId, chunk, firstPlace === undefined ? undefined : firstPlace + position))
  for (const batch of batches(rows)) await insertRows(db, batch)
  if (!input.embeddings) return
  const { embedderId, vectors, hashes } = input.embeddings
  if (vectors.length !== rows.length) throw new Error('Every chunk needs its place among the vectors.')
  const given = rows.flatMap(({ id }, at) => {
    const vector = vectors[at]
    return vector ? [{ chunkId: id, vector, hash: hashes?.[at] }] : []
  })
  await storeVectors(db, { embedderId, vectors: given })
}

/** As one parameter: to build a statement with thousands of them would hold up everybody else for a third of a second. */
async function insertRows(db: Database, rows: ReturnType<typeof toRow>[]): Promise<void> {
  await db.execute(sql`insert into coach.chunks (id, document_id, chunk_index, text, headings, page, language, token_count, place)
    select id, document_id, chunk_index, text, headings, page, language, token_count, place from json_to_recordset(${JSON.stringify(rows)}::text::json) as given (
      id uuid, document_id text, chunk_index integer, text text, headings jsonb, page integer, language text, token_count integer, place integer
    )`)
}

function toRow(documentId: string, { index, text, headings, page, language, tokenCount }: Chunk, place: number | undefined) {
  // From the content, so citations of earlier answers still lead to the passage after the document is processed again.
  const id = v5(`${documentId}\n${index}\n${text}`, namespace)
  return { id, document_id: documentId, chunk_index: index, text, headings, page, language, token_count: tokenCount, place }
}
