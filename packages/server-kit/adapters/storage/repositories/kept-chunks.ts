import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import { AdapterError, type Chunk, type KeptReading, type KnowledgeRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { documents, keptChunks } from '../schema.js'
import { batches } from './batches.js'
import { chunkRow, chunksAtOnce, rowType, storableChunks } from './chunk-row.js'
import { addToPostings } from './posting-writes.js'
import { bytesOf, dimensionsOf, mixedDimensions } from './store-vectors.js'

/** Chunks that go to their place in one statement: quick, and few in memory. */
const movedAtOnce = 500

/** Chunks of a document that is being read. */
export function keptChunkRows(db: Database): Pick<KnowledgeRepository, 'keep' | 'kept' | 'keepVectors'> {
  return {
    async keep({ documentId, reading, chunks }) {
      // Who cancels or removes it meanwhile waits, and then takes these as well.
      const [document] = await db
        .select({ id: documents.id })
        .from(documents)
        .where(and(eq(documents.id, documentId), eq(documents.status, 'processing')))
        .for('share')
      if (!document) return false
      if (chunks[0]?.index === 0) await dropKept(db, documentId)
      for (const batch of batches(chunks, chunksAtOnce)) {
        const rows = storableChunks(batch).map((chunk) => ({ ...chunkRow(documentId, chunk), reading }))
        await db.execute(sql`insert into coach.kept_chunks (id, document_id, reading, chunk_index, text, headings, page, language, token_count)
          select id, document_id, reading, chunk_index, text, headings, page, language, token_count
          from json_to_recordset(${JSON.stringify(rows)}::text::json) as given (${rowType}, reading uuid)`)
      }
      return true
    },
    kept: (input) => read(db, { ...input, to: input.from + input.limit }),
    async keepVectors({ documentId, reading, from, embeddings: { vectors, hashes } }) {
      const rows = vectors.flatMap((vector, at) =>
        vector ? [{ chunk_index: from + at, vector: Buffer.from(bytesOf(vector)).toString('base64'), text_hash: hashes?.[at] }] : [],
      )
      await db.execute(sql`update coach.kept_chunks k set vector = decode(given.vector, 'base64'), text_hash = given.text_hash
        from json_to_recordset(${JSON.stringify(rows)}::text::json) as given (chunk_index integer, vector text, text_hash text)
        where k.document_id = ${documentId} and k.reading = ${reading} and k.chunk_index = given.chunk_index`)
    },
  }
}

export async function dropKept(db: Database, documentId: string): Promise<void> {
  await db.delete(keptChunks).where(eq(keptChunks.documentId, documentId))
}

/** Makes what was kept of a reading the document's chunks and vectors, some at a time. */
export async function moveKept(
  db: Database,
  input: { documentId: string; documentName: string; kept: KeptReading; embedderId: string | undefined },
): Promise<{ unembedded: number }> {
  const { documentId, kept, embedderId } = input
  for (let from = 0; from < kept.count; from += movedAtOnce) await moveSome(db, { ...input, from, to: Math.min(kept.count, from + movedAtOnce) })
  const embedded = embedderId === undefined ? 0 : await moveVectors(db, { documentId, reading: kept.reading, embedderId })
  await dropKept(db, documentId)
  return { unembedded: kept.count - embedded }
}

async function moveSome(db: Database, input: { documentId: string; documentName: string; kept: KeptReading; from: number; to: number }): Promise<void> {
  const { documentId, documentName, from, to } = input
  const { reading } = input.kept
  const passages = async () => (await read(db, { documentId, reading, from, to })).map((chunk) => ({ ...chunk, documentName }))
  const first = await addToPostings(db, passages)
  const moved = await db.execute(sql`insert into coach.chunks (id, document_id, chunk_index, text, headings, page, language, token_count, place)
    select id, document_id, chunk_index, text, headings, page, language, token_count, ${first ?? null}::integer + chunk_index - ${from}::integer
    from coach.kept_chunks where document_id = ${documentId} and reading = ${reading} and chunk_index >= ${from} and chunk_index < ${to}
    returning 1`)
  if (moved.length !== to - from) throw lost()
}

/** Tells how many there were. */
async function moveVectors(db: Database, { documentId, reading, embedderId }: { documentId: string; reading: string; embedderId: string }): Promise<number> {
  const ofReading = and(eq(keptChunks.documentId, documentId), eq(keptChunks.reading, reading))
  const dimensions = sql<number>`octet_length(${keptChunks.vector}) / 4`
  const [vectors, ...others] = await db
    .select({ dimensions, count: sql<number>`count(*)::int` })
    .from(keptChunks)
    .where(and(ofReading, sql`${keptChunks.vector} is not null`))
    .groupBy(dimensions)
  if (!vectors) return 0
  const stored = (await dimensionsOf(db, embedderId)) ?? vectors.dimensions
  if (others.length > 0 || vectors.dimensions !== stored) throw mixedDimensions(embedderId, stored)
  await db.execute(sql`insert into coach.embeddings (chunk_id, embedder_id, vector, text_hash)
    select id, ${embedderId}, vector, text_hash from coach.kept_chunks
    where document_id = ${documentId} and reading = ${reading} and vector is not null`)
  return vectors.count
}

async function read(db: Database, input: { documentId: string; reading: string; from: number; to: number }): Promise<Chunk[]> {
  const { documentId, reading, from, to } = input
  const { chunkIndex, text, headings, page, language, tokenCount } = keptChunks
  const rows = await db
    .select({ index: chunkIndex, text, headings, page, language, tokenCount })
    .from(keptChunks)
    .where(and(eq(keptChunks.documentId, documentId), eq(keptChunks.reading, reading), gte(chunkIndex, from), lt(chunkIndex, to)))
    .orderBy(asc(chunkIndex))
  return rows.map(({ page, ...chunk }) => (page === null ? chunk : { ...chunk, page }))
}

function lost(): AdapterError {
  const message = 'Another reading of the document took the place of what was kept of this one.'
  return new AdapterError({ adapter: 'storage', code: 'reading_lost', retryable: true, message })
}
