import { eq, inArray, sql } from 'drizzle-orm'
import { AdapterError, type ChunkVector } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { chunks, creators, embeddings } from '../schema.js'
import { batches } from './batches.js'

/** Stores vectors of passages that are there; the newer takes the place of the older. Returns how many. */
export async function storeVectors(db: Database, input: { embedderId: string; vectors: readonly ChunkVector[] }): Promise<number> {
  const { embedderId, vectors } = input
  if (vectors.length === 0) return 0
  // Before the passages, as whoever removes them does. Two that store the first vectors wait here, so that both are of one length.
  await db.select({ id: creators.id }).from(creators).for('no key update')
  const there = new Set<string>()
  for (const batch of batches(vectors)) {
    const ids = batch.map(({ chunkId }) => chunkId)
    for (const { id } of await db.select({ id: chunks.id }).from(chunks).where(inArray(chunks.id, ids)).for('key share')) there.add(id)
  }
  const dimensions = (await dimensionsOf(db, embedderId)) ?? vectors[0]?.vector.length
  if (vectors.some(({ vector }) => vector.length !== dimensions)) throw mixedDimensions(embedderId, dimensions)
  const rows = vectors
    .filter(({ chunkId }) => there.has(chunkId))
    .map(({ chunkId, vector, hash }) => ({ chunkId, embedderId, vector: bytesOf(vector), textHash: hash ?? null }))
  for (const batch of batches(rows)) {
    await db
      .insert(embeddings)
      .values(batch)
      .onConflictDoUpdate({
        target: [embeddings.creatorId, embeddings.embedderId, embeddings.chunkId],
        set: { vector: sql`excluded.vector`, textHash: sql`excluded.text_hash`, revision: sql`excluded.revision` },
      })
  }
  return rows.length
}

/** Numbers in each stored vector of an embedder. */
export async function dimensionsOf(db: Database, embedderId: string): Promise<number | undefined> {
  const dimensions = sql<number>`octet_length(${embeddings.vector}) / 4`
  const [row] = await db.select({ dimensions }).from(embeddings).where(eq(embeddings.embedderId, embedderId)).limit(1)
  return row?.dimensions
}

export function vectorOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer)
}

export function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
}

export function mixedDimensions(embedderId: string, dimensions: number | undefined): AdapterError {
  const message = `${embedderId} made vectors of another length than the ${dimensions} numbers that are stored. Have all passages embedded anew.`
  return new AdapterError({ adapter: 'storage', code: 'mixed_dimensions', retryable: false, message })
}
