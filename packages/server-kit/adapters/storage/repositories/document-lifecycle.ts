import { CoachError, type Document } from '@coachkit/contract'
import { and, eq, getTableColumns, inArray, ne, or, sql } from 'drizzle-orm'
import type { KnowledgeRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { chunks, documents, jobs } from '../schema.js'
import { storableJson, storableText } from '../storable-text.js'
import { replaceChunks } from './chunks.js'
import { claim, unclaim } from './document-files.js'
import { findDocument, toDocument } from './document-row.js'
import { noteUnembedded } from './embeddings.js'
import { enqueue } from './jobs.js'
import { dropKept } from './kept-chunks.js'
import { raiseVersion } from './knowledge-version.js'
import { removeFromPostings } from './posting-writes.js'

const underWay: Document['status'][] = ['pending', 'processing']
/** Also one that waits in quarantine for its scan: that has a job. */
const open = or(inArray(documents.status, underWay), and(eq(documents.status, 'quarantined'), eq(documents.failureCode, 'DOCUMENT_014')))
/** As it was before anything of it was read. */
const unread = { status: 'pending', stage: null, progress: 0, failureCode: null, failureMessage: null, processedAt: null, startedAt: null } as const

/** From the upload to the end: what changes a document. */
export function documentLifecycle(db: Database): Pick<KnowledgeRepository, 'add' | 'requeue' | 'cancel' | 'setProgress' | 'finish' | 'fail' | 'remove'> {
  return {
    add: (input) => add(db, storableJson(input)),
    async requeue({ documentId, from, sizes }) {
      const [row] = await db
        .update(documents)
        .set({ ...unread, ...sizes })
        .where(and(eq(documents.id, documentId), inArray(documents.status, from)))
        .returning()
      if (!row) return undefined
      await enqueue(db, { kind: 'ingest', subjectId: documentId })
      return toDocument(row)
    },
    async cancel(input) {
      const row = await end(db, { ...input, status: 'failed' })
      if (!row) return undefined
      await dropJobs(db, [input.documentId])
      return toDocument(row)
    },
    async setProgress({ documentId, stage, progress }) {
      const [row] = await db
        .update(documents)
        .set({
          status: 'processing',
          stage,
          progress: Math.round(progress),
          failureCode: null,
          failureMessage: null,
          startedAt: sql`coalesce(${documents.startedAt}, clock_timestamp())`,
        })
        .where(and(eq(documents.id, documentId), open))
        .returning()
      return row ? toDocument(row) : findDocument(db, documentId)
    },
    finish: (input) => finish(db, input),
    async fail({ quarantined, ...input }) {
      const row = await end(db, { ...input, status: quarantined ? 'quarantined' : 'failed' })
      if (!row) return findDocument(db, input.documentId)
      if (!quarantined || row.chunkCount === 0) return toDocument(row)
      await raiseVersion(db)
      await removeFromPostings(db, [input.documentId])
      await db.delete(chunks).where(eq(chunks.documentId, input.documentId))
      return toDocument(only(await db.update(documents).set({ chunkCount: 0 }).where(eq(documents.id, input.documentId)).returning()))
    },
    remove: (documentId) => removeDocument(db, documentId),
  }
}

export async function removeDocument(db: Database, documentId: string): ReturnType<KnowledgeRepository['remove']> {
  const [found] = await db.select({ id: documents.id }).from(documents).where(eq(documents.id, documentId)).for('update')
  if (!found) return undefined
  await raiseVersion(db)
  await removeFromPostings(db, [documentId])
  const [row] = await db.delete(documents).where(eq(documents.id, documentId)).returning({ blobKey: documents.blobKey, replaces: documents.replaces })
  if (!row) return undefined
  await db.update(documents).set({ replaces: row.replaces }).where(eq(documents.replaces, documentId))
  await unclaim(db, [row.blobKey])
  await dropJobs(db, [documentId])
  return { blobKey: row.blobKey }
}

async function add(db: Database, input: Parameters<KnowledgeRepository['add']>[0]): ReturnType<KnowledgeRepository['add']> {
  const { sizes, ...document } = input
  const { replaces } = document
  if (replaces !== undefined) await mayReplace(db, { id: input.id, replaces })
  await claim(db, [input.blobKey])
  const [before] = await db.select({ blobKey: documents.blobKey }).from(documents).where(eq(documents.id, input.id)).for('update')
  const [row] = await db
    .insert(documents)
    .values({ ...document, ...sizes })
    .onConflictDoUpdate({
      target: [documents.creatorId, documents.id],
      set: {
        name: input.name,
        type: input.type,
        blobKey: input.blobKey,
        source: input.source ?? null,
        ...sizes,
        ...(replaces === undefined ? {} : { replaces }),
        ...unread,
      },
      setWhere: eq(documents.status, 'failed'),
    })
    .returning({ ...getTableColumns(documents), inserted: sql<boolean>`(xmax = 0)` })
  if (!row) return addAgain(db, input)
  await enqueue(db, { kind: 'ingest', subjectId: input.id })
  const unused = before && before.blobKey !== input.blobKey ? [before.blobKey] : []
  await unclaim(db, unused)
  return { document: toDocument(row), duplicate: !row.inserted, unused, removed: [] }
}

/** The document is there already: the file that came is nobody's, and what it was to replace goes once the document is ready. */
async function addAgain(db: Database, input: Parameters<KnowledgeRepository['add']>[0]): ReturnType<KnowledgeRepository['add']> {
  const { id, replaces } = input
  // Uploaded by hand, it is more than what a website shows, and stays when that goes.
  if (input.source === undefined) await db.update(documents).set({ source: null }).where(eq(documents.id, id))
  const existing = only(await db.select().from(documents).where(eq(documents.id, id)))
  const unused = existing.blobKey === input.blobKey ? [] : [input.blobKey]
  await unclaim(db, unused)
  if (replaces === undefined || replaces === id || existing.status === 'quarantined')
    return { document: toDocument(existing), duplicate: true, unused, removed: [] }
  if (existing.replaces !== null && existing.replaces !== replaces) throw new CoachError('DOCUMENT_012')
  const row = only(await db.update(documents).set({ replaces }).where(eq(documents.id, id)).returning())
  if (row.status !== 'ready') return { document: toDocument(row), duplicate: true, unused, removed: [] }
  await raiseVersion(db)
  const replaced = await removeReplaced(db, id)
  const document = only(await db.select().from(documents).where(eq(documents.id, id)))
  return {
    document: toDocument(document),
    duplicate: true,
    unused: [...unused, ...replaced.map(({ blobKey }) => blobKey)],
    removed: replaced.map((each) => each.id),
  }
}

/** One new version of a document at a time, or the older one could win. */
async function mayReplace(db: Database, { id, replaces }: { id: string; replaces: string }): Promise<void> {
  const [old] = await db.select({ id: documents.id }).from(documents).where(eq(documents.id, replaces)).for('update')
  if (!old) throw new CoachError('RESOURCE_001')
  const [other] = await db
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.replaces, replaces), ne(documents.id, id), open))
  if (other) throw new CoachError('DOCUMENT_012')
}

async function finish(db: Database, input: Parameters<KnowledgeRepository['finish']>[0]): ReturnType<KnowledgeRepository['finish']> {
  const { documentId } = input
  const [row] = await db
    .update(documents)
    .set({
      status: 'ready',
      stage: null,
      progress: 100,
      chunkCount: (input.kept?.count ?? 0) + input.chunks.length,
      pageCount: input.pageCount ?? null,
      language: input.language,
      failureCode: null,
      failureMessage: null,
      ...(input.name === undefined ? {} : { name: storableText(input.name) }),
      processedAt: sql`now()`,
      processingMs: sql`round(extract(epoch from clock_timestamp() - ${documents.startedAt}) * 1000)`,
      ...(input.reading ? storableJson(input.reading) : {}),
    })
    .where(and(eq(documents.id, documentId), inArray(documents.status, [...underWay, 'ready'])))
    .returning()
  if (!row) return undefined
  await raiseVersion(db)
  const { unembedded } = await replaceChunks(db, input)
  const replaced = row.replaces === null ? [] : await removeReplaced(db, documentId)
  await noteUnembedded(db, { unless: unembedded === 0 ? input.embeddings?.embedderId : undefined })
  return { document: toDocument({ ...row, replaces: null }), replaced }
}

/** Removes what a document that is ready takes the place of, and what that was to take the place of. */
async function removeReplaced(db: Database, documentId: string): Promise<{ id: string; blobKey: string }[]> {
  const chain = sql`(with recursive chain(id) as (
    select replaces from coach.documents where id = ${documentId} and replaces is not null
    union
    select older.replaces from coach.documents older join chain on older.id = chain.id where older.replaces is not null
  ) select id from chain)`
  const older = and(sql`${documents.id} in ${chain}`, ne(documents.id, documentId))
  const found = await db.select({ id: documents.id }).from(documents).where(older)
  await removeFromPostings(
    db,
    found.map(({ id }) => id),
  )
  const replaced = await db.delete(documents).where(older).returning({ id: documents.id, blobKey: documents.blobKey })
  const ids = replaced.map(({ id }) => id)
  await db.update(documents).set({ replaces: null }).where(eq(documents.id, documentId))
  if (ids.length === 0) return []
  // A newer version that failed now waits to replace this one.
  await db.update(documents).set({ replaces: documentId }).where(inArray(documents.replaces, ids))
  await dropJobs(db, ids)
  await unclaim(
    db,
    replaced.map(({ blobKey }) => blobKey),
  )
  return replaced
}

async function end(db: Database, input: { documentId: string; code: string; message: string; status: 'failed' | 'quarantined' }) {
  const [row] = await db
    .update(documents)
    .set({ status: input.status, stage: null, failureCode: input.code, failureMessage: input.message, processedAt: sql`now()` })
    .where(and(eq(documents.id, input.documentId), open))
    .returning()
  if (row) await dropKept(db, input.documentId)
  return row
}

async function dropJobs(db: Database, documentIds: string[]): Promise<void> {
  await db.delete(jobs).where(and(inArray(jobs.subjectId, documentIds), eq(jobs.kind, 'ingest')))
}
