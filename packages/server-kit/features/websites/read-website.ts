import { CoachError, type ErrorCode, errorMessage, type Language, type Website } from '@coachkit/contract'
import { documentTypeOf, pageName } from '../../domain/website/web-address.js'
import type { Job, WaitingPage } from '../../ports/index.js'
import { announce } from './announce.js'
import { findPages } from './find-pages.js'
import { VisitError, type Visitor } from './visit.js'
import type { WebsiteDeps } from './website-parts.js'

/** Readings of one page in one round. */
const mostTries = 3
const firstAgainMs = 5000
const longestAgainMs = 300_000

interface Reading extends WebsiteDeps {
  visitor: Visitor
  creatorId: string
  website: Website
  language: Language
  signal: AbortSignal
}

/**
 * One step of a reading: finds the pages, or reads the next, or ends. Each step leaves the job of the next in its own transaction,
 * so a slow site holds no place for long and whoever is killed goes on where it was.
 */
export async function readWebsite(deps: WebsiteDeps & { visitor: Visitor }, job: Job, signal: AbortSignal): Promise<void> {
  const { creatorId, subjectId: websiteId } = job
  const { website, creator, page } = await deps.storage.as({ creatorId }, async (tx) => ({
    website: await tx.websites.find(websiteId),
    creator: await tx.creators.find(creatorId),
    page: await tx.websites.nextPage(websiteId),
  }))
  if (!website || !creator) return
  const reading: Reading = { ...deps, creatorId, website, language: creator.language, signal }
  const delayMs = deps.visitor.wait(website.address)
  if (delayMs > 0) await deps.storage.as({ creatorId }, (tx) => tx.websites.later({ websiteId, delayMs }))
  else await goOn(reading, page)
  deps.onJob()
}

async function goOn(reading: Reading, page: WaitingPage | undefined): Promise<void> {
  const { storage, creatorId, website } = reading
  const websiteId = website.id
  if (website.status !== 'reading') await begin(reading)
  else if (page) await readPage(reading, page)
  else await storage.as({ creatorId }, (tx) => tx.websites.end({ websiteId }))
  announce(reading, creatorId, await storage.as({ creatorId }, (tx) => tx.websites.find(websiteId)))
}

/** A website is never left waiting for a job that will not come. */
export async function giveUpWebsite(deps: WebsiteDeps, job: Job): Promise<void> {
  const { creatorId, subjectId: websiteId } = job
  const website = await deps.storage.as({ creatorId }, async (tx) => {
    const creator = await tx.creators.find(creatorId)
    if (creator) await tx.websites.end({ websiteId, failure: failureOf('WEBSITE_011', creator.language) })
    return tx.websites.find(websiteId)
  })
  announce(deps, creatorId, website)
}

async function begin(reading: Reading): Promise<void> {
  const { storage, documents, visitor, creatorId, website, language, signal } = reading
  const websiteId = website.id
  try {
    const addresses = await findPages(visitor, website, signal)
    const delayMs = website.kind === 'page' ? 0 : visitor.pause(website.address)
    const removed = await storage.as({ creatorId }, (tx) => tx.websites.begin({ websiteId, addresses, delayMs }))
    await documents.afterRemoval(creatorId, removed)
  } catch (error) {
    if (!(error instanceof VisitError)) throw error
    reading.logger.warn('website.failed', { creatorId, websiteId, code: error.code })
    await storage.as({ creatorId }, (tx) => tx.websites.end({ websiteId, failure: failureOf(error.code, language) }))
  }
}

async function readPage(reading: Reading, page: WaitingPage): Promise<void> {
  const { storage, documents, visitor, creatorId, website, language } = reading
  try {
    await visitor.visit(page.address, { headers: conditionsOf(page), signal: reading.signal }, (response) => keep(reading, page, response))
  } catch (error) {
    const { code, details, again, gone, retryAfterMs } = refusalOf(error)
    const isLast = page.tries + 1 >= mostTries
    const delayMs = again && !isLast ? Math.min(longestAgainMs, Math.max(retryAfterMs, firstAgainMs * 2 ** page.tries)) : visitor.pause(page.address)
    const failed = { websiteId: website.id, address: page.address, ...failureOf(code, language, details), again: again && !isLast, gone, delayMs }
    const removed = await storage.as({ creatorId }, (tx) => tx.websites.failPage(failed))
    await documents.afterRemoval(creatorId, removed)
  }
}

async function keep({ storage, documents, visitor, creatorId, website }: Reading, page: WaitingPage, response: Response): Promise<void> {
  const { address } = page
  const ofPage = { websiteId: website.id, address, delayMs: visitor.pause(address) }
  if (response.status === 304) return storage.as({ creatorId }, (tx) => tx.websites.unchangedPage(ofPage))
  const type = documentTypeOf(response.url || address, response.headers.get('content-type'))
  if (!type || !response.body) {
    await response.body?.cancel()
    throw new VisitError('WEBSITE_006')
  }
  const [etag, lastModified] = [response.headers.get('etag'), response.headers.get('last-modified')]
  const said = { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) }
  await documents.upload({
    creatorId,
    file: { name: pageName(address, type), content: response.body },
    source: address,
    async within(tx, documentId) {
      const kept = await tx.websites.keepPage({ ...ofPage, documentId, ...said })
      if (!kept) throw new CoachError('RESOURCE_001')
      return kept
    },
  })
}

function conditionsOf({ etag, lastModified }: WaitingPage): Record<string, string> {
  return {
    accept: 'text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain;q=0.9, */*;q=0.1',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  }
}

/** What is wrong with the page is said of the page; anything else is ours, and the job runs again. */
function refusalOf(error: unknown): { code: ErrorCode; details?: CoachError['details']; again: boolean; gone: boolean; retryAfterMs: number } {
  if (error instanceof VisitError) return error
  if (CoachError.isInstance(error) && error.status < 500) return { code: error.code, details: error.details, again: false, gone: false, retryAfterMs: 0 }
  throw error
}

function failureOf(code: ErrorCode, language: Language, details?: CoachError['details']): { code: ErrorCode; message: string } {
  return { code, message: errorMessage(code, language, details) }
}
