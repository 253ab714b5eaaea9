import { eq } from 'drizzle-orm'
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
  const rows = stored.map((chunk, position) => ({
    ...toRow(input.documentId, chunk),
    ...(firstPlace === undefined ? {} : { place: firstPlace + position }),
  }))
  for (const batch of batches(rows)) await db.insert(chunks).values(batch)
  if (!input.embeddings) return
  const { embedderId, vectors, hashes } = input.embeddings
  if (vectors.length !== rows.length) throw new Error('Every chunk needs its place among the vectors.')
  const given = rows.flatMap(({ id }, at) => {
    const vector = vectors[at]
    return vector ? [{ chunkId: id, vector, hash: hashes?.[at] }] : []
  })
  await storeVectors(db, { embedderId, vectors: given })
}

function toRow(documentId: string, { index, ...chunk }: Chunk) {
  // From the content, so citations of earlier answers still lead to the passage after the document is processed again.
  return { ...chunk, id: v5(`${documentId}\n${index}\n${chunk.text}`, namespace), documentId, chunkIndex: index }
}
