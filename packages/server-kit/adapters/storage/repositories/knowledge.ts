import { and, asc, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { KnowledgeRepository } from '../../../ports/index.js'
import { decodeCursor, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { chunks, creators, documents, embeddings } from '../schema.js'
import { storableText } from '../storable-text.js'
import { selectChunks, toChunk } from './chunk-row.js'
import { documentFiles } from './document-files.js'
import { documentLifecycle } from './document-lifecycle.js'
import { toDocument } from './document-row.js'
import { keptChunkRows } from './kept-chunks.js'
import { knowledgeInventory } from './knowledge-inventory.js'
import { vectorOf } from './store-vectors.js'

export function knowledgeRepository(db: Database): KnowledgeRepository {
  return {
    ...documentFiles(db),
    ...documentLifecycle(db),
    ...keptChunkRows(db),
    async find(documentId) {
      const [row] = await db.select().from(documents).where(eq(documents.id, documentId))
      return row && { ...toDocument(row), blobKey: row.blobKey }
    },
    list: (input) => list(db, input),
    async preview(documentId) {
      const { preview, outline, language, pageCount } = documents
      const [row] = await db.select({ text: preview, outline, language, pageCount }).from(documents).where(eq(documents.id, documentId))
      return row && { text: row.text, outline: row.outline, ...optional({ language: row.language, pageCount: row.pageCount }) }
    },
    chunksOf: (input) => chunksOf(db, input),
    inventory: () => knowledgeInventory(db),
    statistics: (documentId) => statistics(db, documentId),
    ...search(db),
  }
}

function search(db: Database): Pick<KnowledgeRepository, 'chunk' | 'chunks' | 'chunkCount' | 'vectors' | 'vectorsOf' | 'version'> {
  const selectVectors = () => db.select({ chunkId: embeddings.chunkId, vector: embeddings.vector }).from(embeddings)
  return {
    async chunk(chunkId) {
      if (!validate(chunkId)) return undefined
      const [row] = await selectChunks(db).where(eq(chunks.id, chunkId))
      return row && toChunk(row)
    },
    async chunks() {
      const rows = await selectChunks(db).orderBy(asc(chunks.documentId), asc(chunks.chunkIndex))
      return rows.map(toChunk)
    },
    async chunkCount() {
      return only(await db.select({ count: sql<number>`coalesce(sum(${documents.chunkCount}), 0)::int` }).from(documents)).count
    },
    async vectors(embedderId) {
      return (await selectVectors().where(eq(embeddings.embedderId, embedderId))).map(toVector)
    },
    async vectorsOf({ embedderId, chunkIds }) {
      if (chunkIds.length === 0) return []
      return (await selectVectors().where(and(eq(embeddings.embedderId, embedderId), inArray(embeddings.chunkId, [...chunkIds])))).map(toVector)
    },
    async version() {
      const [row] = await db.select({ version: creators.knowledgeVersion }).from(creators)
      return row?.version ?? 0
    },
  }
}

function toVector({ chunkId, vector }: { chunkId: string; vector: Uint8Array }) {
  return { chunkId, vector: vectorOf(vector) }
}

async function list(db: Database, input: Parameters<KnowledgeRepository['list']>[0]): ReturnType<KnowledgeRepository['list']> {
  const { cursor, limit, status, type, search } = input
  const place = sql`(${documents.createdAt}, ${documents.id})`
  const before = cursor === undefined ? undefined : lt(place, sql`(select created_at, id from coach.documents where id = ${decodeCursor(cursor, isDocument)})`)
  const rows = await db
    .select()
    .from(documents)
    .where(
      and(
        before,
        status && eq(documents.status, status),
        type && eq(documents.type, type),
        search === undefined ? undefined : sql`position(lower(${storableText(search)}) in lower(${documents.name})) > 0`,
      ),
    )
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(limit + 1)
  return toPage(rows, { limit, toItem: toDocument, placeOf: ({ id }) => id })
}

async function chunksOf(
  db: Database,
  { documentId, cursor, limit }: Parameters<KnowledgeRepository['chunksOf']>[0],
): ReturnType<KnowledgeRepository['chunksOf']> {
  const after = cursor === undefined ? undefined : gt(chunks.chunkIndex, decodeCursor(cursor, isIndex))
  const rows = await selectChunks(db)
    .where(and(eq(chunks.documentId, documentId), after))
    .orderBy(asc(chunks.chunkIndex))
    .limit(limit + 1)
  return toPage(rows, { limit, toItem: toChunk, placeOf: ({ index }) => index })
}

async function statistics(db: Database, documentId: string): ReturnType<KnowledgeRepository['statistics']> {
  const ofDocument = eq(chunks.documentId, documentId)
  const tokens = sql<number>`(select coalesce(sum(${chunks.tokenCount}), 0)::int from ${chunks} where ${ofDocument})`
  const { chunkCount, characterCount, pageCount, processingMs } = documents
  const [row] = await db.select({ chunkCount, characterCount, pageCount, processingMs, tokens }).from(documents).where(eq(documents.id, documentId))
  if (!row) return undefined
  const embedders = await db
    .selectDistinct({ id: embeddings.embedderId })
    .from(embeddings)
    .innerJoin(chunks, and(eq(chunks.creatorId, embeddings.creatorId), eq(chunks.id, embeddings.chunkId)))
    .where(ofDocument)
  return {
    chunkCount: row.chunkCount,
    tokenCount: row.tokens,
    ...optional({ characterCount: row.characterCount, pageCount: row.pageCount }),
    ...(row.processingMs === null ? {} : { processingSeconds: row.processingMs / 1000 }),
    embedders: embedders.map(({ id }) => id).sort(),
  }
}

/** Without what is null. */
function optional<Fields extends Record<string, unknown>>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [Name in keyof Fields]?: NonNullable<Fields[Name]> }
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isDocument(value: unknown): value is string {
  return typeof value === 'string' && /^doc_[0-9a-f]{24}$/.test(value)
}
