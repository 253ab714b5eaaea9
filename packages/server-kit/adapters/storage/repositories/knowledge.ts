import type { Document } from '@coachkit/contract'
import { and, asc, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { KnowledgeRepository, StoredChunk } from '../../../ports/index.js'
import { decodeCursor, encodeCursor } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { chunks, creators, documents, embeddings, jobs } from '../schema.js'
import { storableJson } from '../storable-text.js'
import { replaceChunks } from './chunks.js'
import { enqueue } from './jobs.js'

export function knowledgeRepository(db: Database): KnowledgeRepository {
  const find: KnowledgeRepository['find'] = async (documentId) => {
    const [row] = await db.select().from(documents).where(eq(documents.id, documentId))
    return row && { ...toDocument(row), blobKey: row.blobKey }
  }
  return {
    add: (input) => add(db, storableJson(input)),
    find,
    list: (page) => list(db, page),
    async setProgress({ documentId, stage, progress }) {
      const [row] = await db
        .update(documents)
        .set({ status: 'processing', stage, progress: Math.round(progress) })
        .where(and(eq(documents.id, documentId), inArray(documents.status, ['pending', 'processing'])))
        .returning()
      return row ? toDocument(row) : findDocument(db, documentId)
    },
    finish: (input) => finish(db, input),
    async fail({ documentId, code, message, quarantined }) {
      const [row] = await db
        .update(documents)
        .set({ status: quarantined ? 'quarantined' : 'failed', stage: null, failureCode: code, failureMessage: message, processedAt: sql`now()` })
        .where(and(eq(documents.id, documentId), inArray(documents.status, ['pending', 'processing'])))
        .returning()
      return row ? toDocument(row) : findDocument(db, documentId)
    },
    async remove(documentId) {
      const [row] = await db.delete(documents).where(eq(documents.id, documentId)).returning({ blobKey: documents.blobKey })
      if (!row) return undefined
      await db.delete(jobs).where(and(eq(jobs.subjectId, documentId), eq(jobs.kind, 'ingest')))
      await raiseVersion(db)
      return row
    },
    ...search(db),
  }
}

function search(db: Database): Pick<KnowledgeRepository, 'chunk' | 'chunks' | 'vectors' | 'version'> {
  const selectChunks = () =>
    db
      .select({ chunk: chunks, documentName: documents.name })
      .from(chunks)
      .innerJoin(documents, and(eq(documents.creatorId, chunks.creatorId), eq(documents.id, chunks.documentId), eq(documents.status, 'ready')))
  return {
    async chunk(chunkId) {
      if (!validate(chunkId)) return undefined
      const [row] = await selectChunks().where(eq(chunks.id, chunkId))
      return row && toChunk(row)
    },
    async chunks() {
      const rows = await selectChunks().orderBy(asc(chunks.documentId), asc(chunks.chunkIndex))
      return rows.map(toChunk)
    },
    async vectors(embedderId) {
      const rows = await db.select({ chunkId: embeddings.chunkId, vector: embeddings.vector }).from(embeddings).where(eq(embeddings.embedderId, embedderId))
      return rows.map(({ chunkId, vector }) => ({ chunkId, vector: new Float32Array(Uint8Array.from(vector).buffer) }))
    },
    async version() {
      const [row] = await db.select({ version: creators.knowledgeVersion }).from(creators)
      return row?.version ?? 0
    },
  }
}

async function add(db: Database, input: Parameters<KnowledgeRepository['add']>[0]): ReturnType<KnowledgeRepository['add']> {
  const [row] = await db
    .insert(documents)
    .values(input)
    .onConflictDoUpdate({
      target: [documents.creatorId, documents.id],
      set: {
        name: input.name,
        type: input.type,
        blobKey: input.blobKey,
        status: 'pending',
        progress: 0,
        failureCode: null,
        failureMessage: null,
        processedAt: null,
      },
      setWhere: eq(documents.status, 'failed'),
    })
    .returning({ ...getTableColumns(documents), inserted: sql<boolean>`(xmax = 0)` })
  if (!row) return { document: toDocument(only(await db.select().from(documents).where(eq(documents.id, input.id)))), duplicate: true }
  await enqueue(db, { kind: 'ingest', subjectId: input.id })
  return { document: toDocument(row), duplicate: !row.inserted }
}

async function list(db: Database, { cursor, limit }: Parameters<KnowledgeRepository['list']>[0]): ReturnType<KnowledgeRepository['list']> {
  const place = sql`(${documents.createdAt}, ${documents.id})`
  const before = cursor === undefined ? undefined : lt(place, sql`(select created_at, id from coach.documents where id = ${decodeCursor(cursor, isDocument)})`)
  const rows = await db
    .select()
    .from(documents)
    .where(before)
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toDocument)
  const last = items.at(-1)
  return rows.length > limit && last ? { items, nextCursor: encodeCursor(last.id) } : { items }
}

async function finish(db: Database, input: Parameters<KnowledgeRepository['finish']>[0]): Promise<Document | undefined> {
  const [row] = await db
    .update(documents)
    .set({
      status: 'ready',
      stage: null,
      progress: 100,
      chunkCount: input.chunks.length,
      pageCount: input.pageCount ?? null,
      language: input.language,
      failureCode: null,
      failureMessage: null,
      processedAt: sql`now()`,
    })
    .where(eq(documents.id, input.documentId))
    .returning()
  if (!row) return undefined
  await replaceChunks(db, input)
  await raiseVersion(db)
  return toDocument(row)
}

async function raiseVersion(db: Database): Promise<void> {
  // Row-level security shows the tenant its own row only.
  await db.update(creators).set({ knowledgeVersion: sql`${creators.knowledgeVersion} + 1` })
}

async function findDocument(db: Database, documentId: string): Promise<Document | undefined> {
  const [row] = await db.select().from(documents).where(eq(documents.id, documentId))
  return row && toDocument(row)
}

function isDocument(value: unknown): value is string {
  return typeof value === 'string' && /^doc_[0-9a-f]{24}$/.test(value)
}

function toChunk({ chunk, documentName }: { chunk: typeof chunks.$inferSelect; documentName: string }): StoredChunk {
  return {
    id: chunk.id,
    documentId: chunk.documentId,
    documentName,
    index: chunk.chunkIndex,
    text: chunk.text,
    headings: chunk.headings,
    ...(chunk.page === null ? {} : { page: chunk.page }),
    language: chunk.language,
    tokenCount: chunk.tokenCount,
  }
}

function toDocument(row: typeof documents.$inferSelect): Document {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    size: row.size,
    status: row.status,
    ...(row.stage === null ? {} : { stage: row.stage }),
    progress: row.progress,
    chunkCount: row.chunkCount,
    ...(row.pageCount === null ? {} : { pageCount: row.pageCount }),
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.failureCode === null ? {} : { failure: { code: row.failureCode, message: row.failureMessage ?? '' } }),
    createdAt: row.createdAt.toISOString(),
    ...(row.processedAt === null ? {} : { processedAt: row.processedAt.toISOString() }),
  }
}
