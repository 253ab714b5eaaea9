import { eq, sql } from 'drizzle-orm'
import type { Chunk, KeptReading, NewEmbeddings } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { chunks, documents } from '../schema.js'
import { batches } from './batches.js'
import { chunkRow, chunksAtOnce, rowType, storableChunks } from './chunk-row.js'
import { moveKept } from './kept-chunks.js'
import { addToPostings, removeFromPostings } from './posting-writes.js'
import { storeVectors } from './store-vectors.js'

interface NewChunks {
  documentId: string
  chunks: Chunk[]
  kept?: KeptReading
  embeddings?: NewEmbeddings | undefined
}

/** Replaces a document's chunks and vectors inside the transaction: by those that were kept of its reading, then those given. Tells how many have no vector. */
export async function replaceChunks(db: Database, input: NewChunks): Promise<{ unembedded: number }> {
  const { documentId, kept, embeddings } = input
  await removeFromPostings(db, [documentId])
  await db.delete(chunks).where(eq(chunks.documentId, documentId))
  const [document] = await db.select({ name: documents.name }).from(documents).where(eq(documents.id, documentId))
  const documentName = document?.name ?? ''
  const moved = kept ? await moveKept(db, { documentId, documentName, kept, embedderId: embeddings?.embedderId }) : { unembedded: 0 }
  const ids = await insertChunks(db, { documentId, documentName, chunks: storableChunks(input.chunks) })
  if (!embeddings) return { unembedded: moved.unembedded + ids.length }
  const { embedderId, vectors, hashes } = embeddings
  if (vectors.length !== ids.length) throw new Error('Every chunk needs its place among the vectors.')
  const given = ids.flatMap((chunkId, at) => {
    const vector = vectors[at]
    return vector ? [{ chunkId, vector, hash: hashes?.[at] }] : []
  })
  await storeVectors(db, { embedderId, vectors: given })
  return { unembedded: moved.unembedded + ids.length - given.length }
}

async function insertChunks(db: Database, input: { documentId: string; documentName: string; chunks: readonly Chunk[] }): Promise<string[]> {
  const { documentId, documentName } = input
  const ids: string[] = []
  const first = await addToPostings(db, () => input.chunks.map((chunk) => ({ ...chunk, documentName })))
  for (const batch of batches(input.chunks, chunksAtOnce)) {
    const rows = batch.map((chunk, at) => ({ ...chunkRow(documentId, chunk), place: first === undefined ? undefined : first + ids.length + at }))
    await db.execute(sql`insert into coach.chunks (id, document_id, chunk_index, text, headings, page, language, token_count, place)
      select id, document_id, chunk_index, text, headings, page, language, token_count, place
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as given (${rowType}, place integer)`)
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}
