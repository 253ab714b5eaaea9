import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { analysisVersion } from '../../../domain/retrieval/term-lists.js'
import type { PostingRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { chunks, creators, documents, jobs, lexicalIndexes, postings, vectorIndexes } from '../schema.js'
import { selectChunks, toChunk } from './chunk-row.js'
import { enqueue } from './jobs.js'
import { addToPostings } from './posting-writes.js'

/** Rows of an outdated reading that one step removes. */
const removedAtOnce = 20_000

export function postingRepository(db: Database): PostingRepository {
  return {
    async state() {
      const { passageCount, ready, analysis } = lexicalIndexes
      const { embedderId, dimensions } = vectorIndexes
      const isReady = sql<boolean>`coalesce(${ready} and ${analysis} = ${analysisVersion}, false)`
      const [row] = await db
        .select({ version: creators.knowledgeVersion, passageCount, isReady, vectorIndex: { embedderId, dimensions } })
        .from(creators)
        .leftJoin(lexicalIndexes, eq(lexicalIndexes.creatorId, creators.id))
        .leftJoin(vectorIndexes, eq(vectorIndexes.creatorId, creators.id))
      return {
        version: row?.version ?? 0,
        ...(row?.isReady ? { indexedPassages: row.passageCount ?? 0 } : {}),
        ...(row?.vectorIndex ? { vectorIndex: row.vectorIndex } : {}),
      }
    },
    begin: () => begin(db),
    queue: () => queue(db),
    indexNext: (input) => indexNext(db, input),
    async lists({ terms, most }) {
      if (terms.length === 0) return []
      const { term, block, entries, passages } = postings
      const total = sql<number>`(sum(${passages}) over (partition by ${term}))::int`.as('total')
      const found = db
        .select({ term, block, entries, total })
        .from(postings)
        .where(inArray(term, [...terms]))
        .as('found')
      const tells = sql`${found.total} <= greatest(${most}::int, min(${found.total}) over ())`
      const rows = await db
        .select({ term: found.term, block: found.block, having: found.total, entries: sql<Uint8Array | null>`case when ${tells} then ${found.entries} end` })
        .from(found)
      return rows.map(({ entries, ...list }) => (entries === null ? list : { ...list, entries }))
    },
    async termsLike({ prefix, limit }) {
      const { term } = postings
      const rows = await db
        .selectDistinct({ term })
        .from(postings)
        .where(and(gte(term, prefix), lt(term, `${prefix}\u{10FFFF}`)))
        .orderBy(asc(term))
        .limit(limit)
      return rows.map((row) => row.term)
    },
    async placesOf({ documentIds, language, type }) {
      const ofType = db
        .select({ id: documents.id })
        .from(documents)
        .where(type && eq(documents.type, type))
      const rows = await db
        .select({ place: chunks.place })
        .from(chunks)
        .where(
          and(
            isNotNull(chunks.place),
            documentIds && inArray(chunks.documentId, [...documentIds]),
            language && eq(chunks.language, language),
            type && inArray(chunks.documentId, ofType),
          ),
        )
      return rows.flatMap(({ place }) => place ?? [])
    },
    async passages({ places, ids = [] }) {
      if (places.length + ids.length === 0) return []
      const rows = await selectChunks(db)
        .where(or(inArray(chunks.place, [...places]), inArray(chunks.id, [...ids])))
        .orderBy(asc(chunks.documentId), asc(chunks.chunkIndex))
      return rows.map(toChunk)
    },
    async sample({ limit }) {
      // Ids are hashes, so their order is as good as drawn.
      return (await selectChunks(db).orderBy(asc(chunks.creatorId), asc(chunks.id)).limit(limit)).map(toChunk)
    },
  }
}

async function begin(db: Database): Promise<boolean> {
  // Documents that finish meanwhile wait here, and then find the index; those that did before are found by the job.
  const [creator] = await db.select({ id: creators.id }).from(creators).for('no key update')
  if (!creator) return false
  const [state] = await db.select().from(lexicalIndexes)
  if (state?.ready && state.analysis === analysisVersion) return false
  const [job] = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.kind, 'index'), ne(jobs.status, 'dead')))
  if (job) return false
  await db.insert(lexicalIndexes).values({ analysis: analysisVersion }).onConflictDoNothing()
  await enqueue(db, { kind: 'index', subjectId: creator.id })
  return true
}

async function queue(db: Database): Promise<void> {
  const [creator] = await db.select({ id: creators.id }).from(creators)
  const [waiting] = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.kind, 'index'), eq(jobs.status, 'waiting')))
  // One that runs may be past what has changed.
  if (creator && !waiting) await enqueue(db, { kind: 'index', subjectId: creator.id })
}

async function indexNext(db: Database, { limit }: { limit: number }): Promise<boolean> {
  const [state] = await db.select().from(lexicalIndexes).for('update')
  if (!state || (state.ready && state.analysis === analysisVersion)) return false
  if (state.analysis !== analysisVersion) return clear(db)
  const rows = await db
    .select({ id: chunks.id, text: chunks.text, headings: chunks.headings, language: chunks.language, documentName: documents.name })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.creatorId, chunks.creatorId), eq(documents.id, chunks.documentId)))
    .where(isNull(chunks.place))
    .limit(limit)
  if (rows.length === 0) {
    await db.update(lexicalIndexes).set({ ready: true })
    return false
  }
  const first = (await addToPostings(db, () => rows)) ?? 0
  const places = JSON.stringify(rows.map(({ id }, position) => ({ id, place: first + position })))
  await db.execute(sql`update coach.chunks set place = placed.place
    from jsonb_to_recordset(${places}::jsonb) as placed(id uuid, place integer) where chunks.id = placed.id`)
  return true
}

/** Removes what an older reading of words left, some at a time. */
async function clear(db: Database): Promise<boolean> {
  await db.update(lexicalIndexes).set({ ready: false })
  const some = db.select({ at: sql`ctid` }).from(postings).limit(removedAtOnce)
  const removed = await db.delete(postings).where(sql`ctid in ${some}`).returning({ gone: sql<number>`1` })
  if (removed.length > 0) return true
  const placed = db.select({ id: chunks.id }).from(chunks).where(isNotNull(chunks.place)).limit(removedAtOnce)
  const freed = await db.update(chunks).set({ place: null }).where(inArray(chunks.id, placed)).returning({ gone: sql<number>`1` })
  if (freed.length === 0) await db.update(lexicalIndexes).set({ analysis: analysisVersion, nextPlace: 0, passageCount: 0, wordCount: 0 })
  return true
}
