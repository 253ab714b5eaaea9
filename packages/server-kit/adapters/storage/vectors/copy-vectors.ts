import { and, asc, eq, gt, ne, notExists, or, sql } from 'drizzle-orm'
import type { Database } from '../database.js'
import { vectorOf } from '../repositories/store-vectors.js'
import { embeddings } from '../schema.js'
import { vectorCopies } from './copies-table.js'
import { embedderKey, type Indexed } from './index-place.js'

/** Copies removed by one statement. */
const removedAtOnce = 5000

/**
 * Looks at the next vectors, and copies those that have no copy, or one of an older state; returns the place to go on from, or nothing when
 * those were the last.
 */
export async function copyNext(db: Database, input: { indexed: Indexed; schema: string; after: string; limit: number }): Promise<string | undefined> {
  const { indexed, schema, after, limit } = input
  const key = embedderKey(indexed)
  // Asked for each of these few, where a join would read all that is there.
  const isCopied = sql`coalesce((select c.revision is not distinct from embeddings.revision from coach.vector_copies c
    where c.creator_id = embeddings.creator_id and c.embedder_key = ${key} and c.chunk_id = embeddings.chunk_id), false)`
  const rows = await db
    .select({ id: embeddings.chunkId, revision: embeddings.revision, vector: sql<Uint8Array | null>`case when not ${isCopied} then embeddings.vector end` })
    .from(embeddings)
    .where(and(eq(embeddings.embedderId, indexed.embedderId), gt(embeddings.chunkId, after)))
    .orderBy(asc(embeddings.chunkId))
    .limit(limit)
  const copies = rows
    .flatMap(({ vector, ...row }) => (vector === null ? [] : [{ ...row, vector: vectorOf(vector) }]))
    // One that is no vector is found by nobody, and must not keep the others out.
    .filter(({ vector }) => vector.length === indexed.dimensions && vector.every(Number.isFinite))
    .map(({ vector, ...row }) => ({ ...row, vector: `[${vector.join(',')}]` }))
  if (copies.length > 0) {
    await db.execute(sql`insert into coach.vector_copies (embedder_key, chunk_id, revision, vector)
      select ${key}::uuid, given.id, given.revision, given.vector::${sql.raw(schema)}.halfvec
      from jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) as given(id uuid, revision bigint, vector text)
      on conflict (creator_id, embedder_key, chunk_id) do update set revision = excluded.revision, vector = excluded.vector`)
  }
  return rows.length < limit ? undefined : rows.at(-1)?.id
}

/** Removes some copies of vectors that are gone, or of all that are not `of` this; returns whether there were any. */
export async function removeStale(db: Database, of: Indexed | undefined): Promise<boolean> {
  const stored = db
    .select({ one: sql`1` })
    .from(embeddings)
    .where(and(eq(embeddings.creatorId, vectorCopies.creatorId), eq(embeddings.embedderId, of?.embedderId ?? ''), eq(embeddings.chunkId, vectorCopies.chunkId)))
  const isStale = of && or(ne(vectorCopies.embedderKey, embedderKey(of)), notExists(stored))
  const some = db.select({ at: sql`ctid` }).from(vectorCopies).where(isStale).limit(removedAtOnce)
  const removed = await db.delete(vectorCopies).where(sql`ctid in ${some}`).returning({ gone: sql<number>`1` })
  return removed.length > 0
}

/** Removes all that the index of these is to hold, so that it begins empty. */
export async function removeCopiesOf(db: Database, indexed: Indexed): Promise<void> {
  await db.delete(vectorCopies).where(eq(vectorCopies.embedderKey, embedderKey(indexed)))
}
