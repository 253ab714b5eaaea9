import type { WebPage } from '@coachkit/contract'
import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm'
import type { RemovedDocument, WebsiteRepository } from '../../../ports/index.js'
import { decodeCursor, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { documents, webPages } from '../schema.js'
import { removeDocument } from './document-lifecycle.js'
import { enqueue } from './jobs.js'

type OfPage = 'pages' | 'nextPage' | 'keepPage' | 'unchangedPage' | 'failPage'

export function webPageRepository(db: Database): Pick<WebsiteRepository, OfPage> {
  const settled = { waiting: false, tries: 0, failureCode: null, failureMessage: null, readAt: sql`now()` }
  const ofPage = ({ websiteId, address }: { websiteId: string; address: string }) => and(eq(webPages.websiteId, websiteId), eq(webPages.address, address))
  return {
    async pages({ websiteId, cursor, limit }) {
      const after = cursor === undefined ? undefined : gt(webPages.address, decodeCursor(cursor, isText))
      const rows = await db
        .select({ page: webPages, document: { status: documents.status, code: documents.failureCode, message: documents.failureMessage } })
        .from(webPages)
        .leftJoin(documents, and(eq(documents.creatorId, webPages.creatorId), eq(documents.id, webPages.documentId)))
        .where(and(eq(webPages.websiteId, websiteId), after))
        .orderBy(asc(webPages.address))
        .limit(limit + 1)
      return toPage(rows, { limit, toItem: toWebPage, placeOf: ({ address }) => address })
    },
    async nextPage(websiteId) {
      const [row] = await db
        .select()
        .from(webPages)
        .where(and(eq(webPages.websiteId, websiteId), eq(webPages.waiting, true)))
        .orderBy(asc(webPages.tries), asc(webPages.address))
        .limit(1)
      if (!row) return undefined
      const { address, etag, lastModified, tries } = row
      return { address, tries, ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) }
    },
    async keepPage({ websiteId, address, documentId, etag = null, lastModified = null, delayMs }) {
      const [before] = await db.select().from(webPages).where(ofPage({ websiteId, address })).for('update')
      if (!before) return undefined
      await db
        .update(webPages)
        .set({ ...settled, documentId, etag, lastModified })
        .where(ofPage({ websiteId, address }))
      // What this page shows is not replaced by what another page shows now.
      await db.update(documents).set({ replaces: null }).where(eq(documents.replaces, documentId))
      await enqueue(db, { kind: 'website', subjectId: websiteId, delayMs })
      if (before.documentId === null || before.documentId === documentId) return {}
      const [unheld] = await unheldOf(db, [before.documentId])
      return unheld === undefined ? {} : { replaces: unheld }
    },
    async unchangedPage({ delayMs, ...page }) {
      await db.update(webPages).set(settled).where(ofPage(page))
      await enqueue(db, { kind: 'website', subjectId: page.websiteId, delayMs })
    },
    async failPage({ delayMs, code, message, again = false, gone = false, ...page }) {
      const [before] = await db.select({ documentId: webPages.documentId }).from(webPages).where(ofPage(page)).for('update')
      if (!before) return []
      const failed = { failureCode: code, failureMessage: message, readAt: sql`now()`, waiting: again, tries: sql`${webPages.tries} + 1` }
      await db
        .update(webPages)
        .set({ ...failed, ...(gone ? { documentId: null, etag: null, lastModified: null } : {}) })
        .where(ofPage(page))
      await enqueue(db, { kind: 'website', subjectId: page.websiteId, delayMs })
      return gone ? removeUnheld(db, [before]) : []
    },
  }
}

/** Removes the documents of pages that went, but for those that another page shows or somebody uploaded. */
export async function removeUnheld(db: Database, pages: readonly { documentId: string | null }[]): Promise<RemovedDocument[]> {
  const removed: RemovedDocument[] = []
  for (const id of await unheldOf(
    db,
    pages.flatMap(({ documentId }) => documentId ?? []),
  )) {
    const file = await removeDocument(db, id)
    if (file) removed.push({ id, ...file })
  }
  return removed
}

async function unheldOf(db: Database, documentIds: string[]): Promise<string[]> {
  if (documentIds.length === 0) return []
  const shown = sql`exists (select 1 from coach.web_pages p where p.document_id = ${documents.id})`
  const rows = await db
    .select({ id: documents.id })
    .from(documents)
    .where(and(inArray(documents.id, documentIds), isNotNull(documents.source), sql`not ${shown}`))
  return rows.map(({ id }) => id)
}

function toWebPage(row: {
  page: typeof webPages.$inferSelect
  document: { status: NonNullable<WebPage['documentStatus']>; code: string | null; message: string | null } | null
}): WebPage {
  const { page, document } = row
  const code = page.failureCode ?? document?.code
  const excluded = page.documentId !== null && document === null
  return {
    address: page.address,
    status: excluded ? 'excluded' : page.waiting ? 'waiting' : code ? 'failed' : 'read',
    ...(document === null || page.documentId === null ? {} : { documentId: page.documentId, documentStatus: document.status }),
    ...(code ? { failure: { code, message: page.failureMessage ?? document?.message ?? '' } } : {}),
    ...(page.readAt === null ? {} : { readAt: page.readAt.toISOString() }),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
