import * as z from 'zod/mini'
import { documentId, id, instant } from '../fields.js'

export const documentStatus = z.enum(['pending', 'processing', 'ready', 'failed', 'quarantined'])
export const documentStage = z.enum(['validating', 'scanning', 'extracting', 'chunking', 'embedding', 'storing'])
export const documentType = z.enum(['pdf', 'docx', 'md', 'txt', 'html'])

/** A file of the creator's material. The same bytes from the same creator are the same document. */
export const document = z.object({
  id: documentId,
  name: z.string(),
  type: documentType,
  /** Bytes. */
  size: z.number(),
  status: documentStatus,
  stage: z.optional(documentStage),
  /** 0 to 100. */
  progress: z.number(),
  /** Those that answer now, also while the document is read anew or after that failed. */
  chunkCount: z.number(),
  pageCount: z.optional(z.number()),
  language: z.optional(z.string()),
  /** Why it failed: a code of the catalogue and a sentence in the creator's language. */
  failure: z.optional(z.object({ code: z.string(), message: z.string() })),
  /** The document whose place it takes once it is ready; that one answers until then. */
  replaces: z.optional(documentId),
  /** The web address it was read from. */
  source: z.optional(z.string()),
  /** The pieces it was asked to be cut into, in tokens; absent: those of the server. */
  chunkTokens: z.optional(z.number()),
  overlapTokens: z.optional(z.number()),
  createdAt: instant,
  processedAt: z.optional(instant),
})
/** The beginning of what was read of a document. */
export const documentPreview = z.object({
  /** At most 4,000 characters. */
  text: z.string(),
  /** In reading order; 1 is outermost. The first 500. */
  outline: z.array(z.object({ level: z.number(), text: z.string(), page: z.optional(z.number()) })),
  language: z.optional(z.string()),
  pageCount: z.optional(z.number()),
})
/** What a document amounts to, as it answers now. */
export const documentStatistics = z.object({
  chunkCount: z.number(),
  tokenCount: z.number(),
  characterCount: z.optional(z.number()),
  pageCount: z.optional(z.number()),
  /** From the first stage to the last, of the reading that answers. */
  processingSeconds: z.optional(z.number()),
  /** Embedders that made its vectors; none: it is found by its words. */
  embedders: z.array(z.string()),
})
/** A piece of a document, as it is searched and quoted. */
export const documentPassage = z.object({
  chunkId: id,
  /** From 0, in reading order. */
  index: z.int(),
  text: z.string(),
  /** Those it stands below, the outermost first. */
  headings: z.array(z.string()),
  /** The first of its pages. */
  page: z.optional(z.number()),
  language: z.string(),
  /** Estimated by its length. */
  tokenCount: z.int(),
})
export type Document = z.infer<typeof document>
export type DocumentStatus = z.infer<typeof documentStatus>
export type DocumentStage = z.infer<typeof documentStage>
export type DocumentPreview = z.infer<typeof documentPreview>
export type DocumentPassage = z.infer<typeof documentPassage>
export type DocumentStatistics = z.infer<typeof documentStatistics>
export type DocumentType = z.infer<typeof documentType>
