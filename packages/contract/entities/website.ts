import * as z from 'zod/mini'
import { documentId, id, instant } from '../fields.js'
import { documentStatus } from './document.js'

/** `page`: one address. `sitemap`: every page that the site's sitemap lists. */
export const websiteKind = z.enum(['page', 'sitemap'])
/** `failed`: the last reading could not begin; what was read before still answers. */
export const websiteStatus = z.enum(['pending', 'reading', 'ready', 'failed'])
/** `waiting`: its turn comes. `read`: its text is a document. `failed`: see `failure`; a document that was read before still answers. `excluded`: its document was removed by hand. */
export const webPageStatus = z.enum(['waiting', 'read', 'failed', 'excluded'])
const failure = z.optional(z.object({ code: z.string(), message: z.string() }))

/** A place on the web whose pages are the creator's material. */
export const website = z.object({
  id,
  /** Of the page, the sitemap, or the site whose sitemap is looked for. */
  address: z.string(),
  kind: websiteKind,
  status: websiteStatus,
  /** Hours between readings; absent: it is read once and when asked. */
  refreshHours: z.optional(z.number()),
  /** Pages that are known, have a document, and could not be read. */
  pageCount: z.number(),
  readCount: z.number(),
  failedCount: z.number(),
  /** Why the last reading could not begin: a code of the catalogue and a sentence in the creator's language. */
  failure,
  createdAt: instant,
  /** When the last reading ended. */
  readAt: z.optional(instant),
})
/** One address of a website. */
export const webPage = z.object({
  address: z.string(),
  status: webPageStatus,
  /** What was read of it, and how far that document is. */
  documentId: z.optional(documentId),
  documentStatus: z.optional(documentStatus),
  failure,
  /** When it was last asked for. */
  readAt: z.optional(instant),
})
export type Website = z.infer<typeof website>
export type WebsiteKind = z.infer<typeof websiteKind>
export type WebPage = z.infer<typeof webPage>
