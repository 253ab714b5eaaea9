import { and, eq, inArray, sql } from 'drizzle-orm'
import { AdapterError, type MaterialFilter } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { chunks, creators, documents } from '../schema.js'
import { vectorCopies } from './copies-table.js'
import { conditionOf, type Indexed, indexName } from './index-place.js'

/** Passages that the search through the index keeps in view, and those it reads at most to find enough that fit a filter. */
const searched = 200
/** It is one part of a search: words answer without it. */
const limitMs = 2000

/** As EmbeddingRepository has it. Changes settings of the transaction. */
export async function nearest(
  db: Database,
  input: { embedderId: string; vector: Float32Array; limit: number; only?: MaterialFilter | undefined },
): Promise<string[]> {
  const { embedderId, vector, limit, only: filter } = input
  const [creator] = await db.select({ id: creators.id }).from(creators)
  if (!creator) return []
  const indexed: Indexed = { creatorId: creator.id, embedderId, dimensions: vector.length }
  // Few enough to be compared one by one, and an index finds little of what stands far apart in it.
  const isNarrow = filter?.documentIds !== undefined
  const isThere = await enter(db, { name: indexName(indexed), isNarrow })
  if (!isThere) throw missing()
  const type = sql.raw(`halfvec(${indexed.dimensions})`)
  const asked = sql`${`[${vector.join(',')}]`}::text::${type}`
  // The index is of the vectors as ones of this length.
  const distance = isNarrow ? sql`${vectorCopies.vector} <=> ${asked}` : sql`${vectorCopies.vector}::${type} <=> ${asked}`
  const found = db.select({ id: vectorCopies.chunkId }).from(vectorCopies).$dynamic()
  if (filter) {
    found
      .innerJoin(chunks, and(eq(chunks.creatorId, vectorCopies.creatorId), eq(chunks.id, vectorCopies.chunkId)))
      .innerJoin(documents, and(eq(documents.creatorId, chunks.creatorId), eq(documents.id, chunks.documentId)))
  }
  const condition = sql.raw(conditionOf(indexed, 'vector_copies'))
  const rows = await found
    .where(and(condition, filter && fits(filter)))
    .orderBy(distance)
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Readies the transaction, and says whether the index is there. */
async function enter(db: Database, { name, isNarrow }: { name: string; isNarrow: boolean }): Promise<boolean> {
  const path = sql`select quote_ident(n.nspname) || ', pg_catalog' from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector'`
  const { isThere } = only(
    await db
      .select({
        isThere: sql<boolean>`exists (select 1 from pg_index i where i.indexrelid = to_regclass(${`coach.${name}`}) and i.indisvalid)`,
        path: sql`set_config('search_path', coalesce((${path}), ''), true)`,
        limit: sql`set_config('statement_timeout', ${String(limitMs)}, true)`,
        searched: sql`set_config('hnsw.ef_search', ${String(searched)}, true)`,
        // Goes on where a filter, or rows that are gone, left too few.
        scan: sql`set_config('hnsw.iterative_scan', 'relaxed_order', true)`,
        // Comparing all and sorting them is never what is wanted, whatever the planner takes the table for.
        sort: sql`set_config('enable_sort', ${isNarrow ? 'on' : 'off'}, true)`,
      })
      .from(sql`(values (1)) as one`),
  )
  return isThere
}

function fits({ documentIds, language, type }: MaterialFilter) {
  return and(documentIds && inArray(chunks.documentId, [...documentIds]), language && eq(chunks.language, language), type && eq(documents.type, type))
}

function missing(): AdapterError {
  const message = 'The index of vectors is not there, or not whole. It is built again.'
  return new AdapterError({ adapter: 'storage', code: 'index_missing', retryable: true, message })
}
