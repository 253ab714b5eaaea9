import { eq } from 'drizzle-orm'
import { v5 } from 'uuid'
import type { Chunk } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { chunks, documents, embeddings } from '../schema.js'
import { storableJson } from '../storable-text.js'
import { addToPostings, removeFromPostings } from './posting-writes.js'

/** Rows of one statement, well below PostgreSQL's 65,535 parameters. */
const batchSize = 500
/** Namespace of chunk ids. */
const namespace = '5f0c3f5e-6a5b-4b52-9d0c-6b1d0d0f7a11'

/** Replaces a document's chunks and vectors inside the transaction. */
export async function replaceChunks(
  db: Database,
  input: { documentId: string; chunks: Chunk[]; embeddings?: { embedderId: string; vectors: Float32Array[] } },
): Promise<void> {
  await removeFromPostings(db, [input.documentId])
  await db.delete(chunks).where(eq(chunks.documentId, input.documentId))
  const stored = storableJson(input.chunks)
  const [document] = await db.select({ name: documents.name }).from(documents).where(eq(documents.id, input.documentId))
  const firstPlace = await addToPostings(
    db,
    stored.map((chunk) => ({ ...chunk, documentName: document?.name ?? '' })),
  )
  const rows = stored.map((chunk, position) => ({
    ...toRow(input.documentId, chunk),
    ...(firstPlace === undefined ? {} : { place: firstPlace + position }),
  }))
  for (const batch of batches(rows)) await db.insert(chunks).values(batch)
  for (const batch of batches(vectorRows(rows, input.embeddings))) await db.insert(embeddings).values(batch)
}

function toRow(documentId: string, { index, ...chunk }: Chunk) {
  // From the content, so citations of earlier answers still lead to the passage after the document is processed again.
  return { ...chunk, id: v5(`${documentId}\n${index}\n${chunk.text}`, namespace), documentId, chunkIndex: index }
}

function vectorRows(rows: { id: string }[], stored: { embedderId: string; vectors: Float32Array[] } | undefined) {
  if (!stored) return []
  if (stored.vectors.length !== rows.length) throw new Error('Every chunk needs exactly one vector.')
  return stored.vectors.map((vector, position) => ({
    chunkId: rows[position]?.id ?? '',
    embedderId: stored.embedderId,
    vector: new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
  }))
}

function* batches<Row>(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += batchSize) yield rows.slice(start, start + batchSize)
}
