import type { WebPage, Website, WebsiteKind } from '@coachkit/contract'
import type { Page, Paged } from './page.js'

/** A document that went, and its file, which is nobody's now. */
export interface RemovedDocument {
  id: string
  blobKey: string
}
/** A page whose turn it is, with what its server said of the version that was read. */
export interface WaitingPage {
  address: string
  etag?: string
  lastModified?: string
  /** Readings of it that failed in a row in this round. */
  tries: number
}
interface Failure {
  code: string
  message: string
}
type PageOf = { websiteId: string; address: string; delayMs: number }

/** Websites, their pages, and the job that goes from one to the next: each change queues it again, `delayMs` later. */
export interface WebsiteRepository {
  /** Queues its first reading. The same address again takes the new schedule and kind. `undefined` when there are `most` already. */
  add(input: { address: string; kind: WebsiteKind; refreshHours: number | null; most: number }): Promise<{ website: Website; duplicate: boolean } | undefined>
  find(websiteId: string): Promise<Website | undefined>
  /** The newest first. */
  list(page: Page): Promise<Paged<Website>>
  /** By address. */
  pages(input: { websiteId: string } & Page): Promise<Paged<WebPage>>
  /** Queues a reading now, unless one goes on. */
  refresh(websiteId: string): Promise<Website | undefined>
  /** With its pages and the documents that nothing else holds. `undefined` when it is not there. */
  remove(websiteId: string): Promise<RemovedDocument[] | undefined>
  /** A reading begins with these addresses; pages that are not among them go with their documents. Nothing when the website is gone. */
  begin(input: { websiteId: string; addresses: readonly string[]; delayMs: number }): Promise<RemovedDocument[]>
  nextPage(websiteId: string): Promise<WaitingPage | undefined>
  /** The page's text is now this document; answers which one it takes the place of. `undefined` when the website is gone. */
  keepPage(input: PageOf & { documentId: string; etag?: string; lastModified?: string }): Promise<{ replaces?: string } | undefined>
  /** The page is as it was. */
  unchangedPage(input: PageOf): Promise<void>
  /** `again`: it stays in the queue. `gone`: its document goes. */
  failPage(input: PageOf & Failure & { again?: boolean; gone?: boolean }): Promise<RemovedDocument[]>
  /** Nobody asked yet: the job comes back. */
  later(input: { websiteId: string; delayMs: number }): Promise<void>
  /** Ends a reading, well or not; the next one is queued when there is a schedule. */
  end(input: { websiteId: string; failure?: Failure }): Promise<void>
}
