import type { Website } from '@coachkit/contract'
import { and, desc, eq, lt, ne, notInArray, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { WebsiteRepository } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { jobs, webPages, websites } from '../schema.js'
import { enqueue } from './jobs.js'
import { removeUnheld, webPageRepository } from './web-pages.js'

const hourMs = 3_600_000

export function websiteRepository(db: Database): WebsiteRepository {
  return {
    ...webPageRepository(db),
    add: (input) => add(db, input),
    find: (websiteId) => find(db, websiteId),
    async list({ cursor, limit }) {
      const before = cursor === undefined ? undefined : lt(websites.id, decodeCursor(cursor, isId))
      const rows = await selectWebsites(db)
        .where(before)
        .orderBy(desc(websites.id))
        .limit(limit + 1)
      return toPage(rows, { limit, toItem: toWebsite, placeOf: ({ id }) => id })
    },
    async refresh(websiteId) {
      const asked = and(eq(websites.id, websiteId), ne(websites.status, 'reading'))
      const [row] = await db.update(websites).set({ status: 'pending' }).where(asked).returning({ id: websites.id })
      if (row) await enqueue(db, { kind: 'website', subjectId: websiteId })
      return find(db, websiteId)
    },
    async remove(websiteId) {
      const pages = await db.delete(webPages).where(eq(webPages.websiteId, websiteId)).returning({ documentId: webPages.documentId })
      const [row] = await db.delete(websites).where(eq(websites.id, websiteId)).returning({ id: websites.id })
      if (!row) return undefined
      await db.delete(jobs).where(and(eq(jobs.kind, 'website'), eq(jobs.subjectId, websiteId)))
      return removeUnheld(db, pages)
    },
    async begin({ websiteId, addresses, delayMs }) {
      const [row] = await db.update(websites).set({ status: 'reading' }).where(eq(websites.id, websiteId)).returning({ id: websites.id })
      if (!row) return []
      const ofWebsite = eq(webPages.websiteId, websiteId)
      const gone = await db
        .delete(webPages)
        .where(and(ofWebsite, notInArray(webPages.address, [...addresses])))
        .returning({ documentId: webPages.documentId })
      // One that its creator took out stays out.
      const excluded = sql`${webPages.documentId} is not null and not exists (select 1 from coach.documents d where d.id = ${webPages.documentId})`
      await db
        .insert(webPages)
        .values(addresses.map((address) => ({ websiteId, address })))
        .onConflictDoUpdate({
          target: [webPages.creatorId, webPages.websiteId, webPages.address],
          set: { waiting: true, tries: 0 },
          setWhere: sql`not (${excluded})`,
        })
      await enqueue(db, { kind: 'website', subjectId: websiteId, delayMs })
      return removeUnheld(db, gone)
    },
    later: ({ websiteId, delayMs }) => enqueue(db, { kind: 'website', subjectId: websiteId, delayMs }),
    async end({ websiteId, failure }) {
      const [row] = await db
        .update(websites)
        .set({
          status: failure ? 'failed' : 'ready',
          failureCode: failure?.code ?? null,
          failureMessage: failure?.message ?? null,
          readAt: sql`now()`,
        })
        .where(eq(websites.id, websiteId))
        .returning({ refreshHours: websites.refreshHours })
      const hours = row?.refreshHours
      if (typeof hours === 'number') await enqueue(db, { kind: 'website', subjectId: websiteId, delayMs: hours * hourMs })
    },
  }
}

async function add(db: Database, { most, ...input }: Parameters<WebsiteRepository['add']>[0]): ReturnType<WebsiteRepository['add']> {
  const { kind, refreshHours } = input
  const [row] = await db
    .insert(websites)
    .values({ id: v7(), ...input })
    .onConflictDoUpdate({ target: [websites.creatorId, websites.address], set: { kind, refreshHours, status: 'pending' } })
    .returning({ id: websites.id, inserted: sql<boolean>`(xmax = 0)` })
  if (!row) return undefined
  const { count } = only(await db.select({ count: sql<number>`count(*)::int` }).from(websites))
  if (row.inserted && count > most) {
    await db.delete(websites).where(eq(websites.id, row.id))
    return undefined
  }
  await enqueue(db, { kind: 'website', subjectId: row.id })
  const website = await find(db, row.id)
  return website && { website, duplicate: !row.inserted }
}

function selectWebsites(db: Database) {
  const pages = (which: ReturnType<typeof sql>) =>
    sql<number>`(select count(*)::int from coach.web_pages p left join coach.documents d on d.id = p.document_id where p.website_id = websites.id and ${which})`
  return db
    .select({
      website: websites,
      pageCount: pages(sql`true`),
      readCount: pages(sql`d.status = 'ready'`),
      failedCount: pages(sql`(p.failure_code is not null or d.status in ('failed', 'quarantined'))`),
    })
    .from(websites)
    .$dynamic()
}

async function find(db: Database, websiteId: string): Promise<Website | undefined> {
  const [row] = await selectWebsites(db).where(eq(websites.id, websiteId))
  return row && toWebsite(row)
}

type Row = Awaited<ReturnType<typeof selectWebsites>>[number]

function toWebsite({ website, ...counts }: Row): Website {
  const { id, address, kind, status, refreshHours, failureCode, failureMessage, createdAt, readAt } = website
  return {
    ...{ id, address, kind, status },
    ...(refreshHours === null ? {} : { refreshHours }),
    ...counts,
    ...(failureCode === null ? {} : { failure: { code: failureCode, message: failureMessage ?? '' } }),
    createdAt: createdAt.toISOString(),
    ...(readAt === null ? {} : { readAt: readAt.toISOString() }),
  }
}
