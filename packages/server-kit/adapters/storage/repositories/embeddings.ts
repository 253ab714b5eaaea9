import { and, asc, eq, gt, inArray, ne, notExists, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { EmbedderUse, EmbeddingRepository } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { chunks, creators, embeddings, jobs, vectorIndexes } from '../schema.js'
import { nearest } from '../vectors/nearest.js'
import { batches } from './batches.js'
import { selectChunks, toChunk } from './chunk-row.js'
import { raiseVersion } from './knowledge-version.js'
import { dimensionsOf, storeVectors, vectorOf } from './store-vectors.js'

export function embeddingRepository(db: Database): EmbeddingRepository {
  return {
    async known({ embedderId, hashes }) {
      const found = new Map<string, Float32Array>()
      for (const batch of batches(hashes)) {
        const rows = await db
          .selectDistinctOn([embeddings.textHash], { hash: embeddings.textHash, vector: embeddings.vector })
          .from(embeddings)
          .where(and(eq(embeddings.embedderId, embedderId), inArray(embeddings.textHash, batch)))
        for (const { hash, vector } of rows) if (hash !== null) found.set(hash, vectorOf(vector))
      }
      return found
    },
    async missing({ cursor, limit, ...use }) {
      const after = cursor === undefined ? undefined : gt(chunks.id, decodeCursor(cursor, isId))
      const rows = await selectChunks(db)
        .where(and(isMissing(db, use), after))
        .orderBy(asc(chunks.id))
        .limit(limit + 1)
      return toPage(rows, { limit, toItem: toChunk, placeOf: ({ id }) => id })
    },
    nearest: (input) => nearest(db, input),
    put: (input) => storeVectors(db, input),
    async progress(use) {
      const { count } = only(await db.select({ count: counted }).from(chunks).where(spoken(use)))
      const { count: missing } = only(await db.select({ count: counted }).from(chunks).where(isMissing(db, use)))
      const dimensions = await dimensionsOf(db, use.embedderId)
      return { chunks: count, embedded: count - missing, ...(dimensions === undefined ? {} : { dimensions }) }
    },
    async forget(embedderId) {
      await raiseVersion(db)
      await db.delete(embeddings).where(eq(embeddings.embedderId, embedderId))
      await db.delete(vectorIndexes).where(eq(vectorIndexes.embedderId, embedderId))
      await noteUnembedded(db, {})
    },
    async queue({ embedderId }) {
      await db.delete(jobs).where(and(eq(jobs.kind, 'vectors'), ne(jobs.status, 'running')))
      await db.insert(jobs).values({ id: v7(), kind: 'vectors', subjectId: embedderId })
    },
    complete: (use) => complete(db, use),
    async completedWith() {
      const [row] = await db.select({ embedderId: creators.embedderId }).from(creators)
      return row?.embedderId ?? undefined
    },
    async behind({ embedderId, after, limit }) {
      const rows = await db
        .select({ id: creators.id })
        .from(creators)
        .where(and(sql`${creators.embedderId} is distinct from ${embedderId}`, after === undefined ? undefined : gt(creators.id, after)))
        .orderBy(asc(creators.id))
        .limit(limit)
      return rows.map(({ id }) => id)
    },
  }
}

/** Says that passages may lack vectors, unless all that were stored just now have one of the embedder that the others have. */
export async function noteUnembedded(db: Database, { unless }: { unless?: string | undefined }): Promise<void> {
  await db
    .update(creators)
    .set({ embedderId: null })
    .where(unless === undefined ? undefined : ne(creators.embedderId, unless))
}

async function complete(db: Database, use: EmbedderUse): Promise<boolean> {
  const isComplete = async () => (await db.select({ id: chunks.id }).from(chunks).where(isMissing(db, use)).limit(1)).length === 0
  if (!(await isComplete())) return false
  // A document that is finished meanwhile is waited for, and then seen.
  await db.select({ id: creators.id }).from(creators).for('no key update')
  if (!(await isComplete())) return false
  await db.delete(embeddings).where(ne(embeddings.embedderId, use.embedderId))
  await db.update(creators).set({ embedderId: use.embedderId })
  await raiseVersion(db)
  return true
}

const counted = sql<number>`count(*)::int`

function spoken({ languages }: EmbedderUse) {
  return languages && inArray(chunks.language, [...languages])
}

function isMissing(db: Database, use: EmbedderUse) {
  const stored = db
    .select({ one: sql`1` })
    .from(embeddings)
    .where(and(eq(embeddings.creatorId, chunks.creatorId), eq(embeddings.embedderId, use.embedderId), eq(embeddings.chunkId, chunks.id)))
  return and(spoken(use), notExists(stored))
}
