import * as z from 'zod/mini'
import { documentId, instant } from '../fields.js'

export const documentStatus = z.enum(['pending', 'processing', 'ready', 'failed', 'quarantined'])
export const documentStage = z.enum(['validating', 'extracting', 'chunking', 'embedding', 'storing'])
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
  chunkCount: z.number(),
  pageCount: z.optional(z.number()),
  language: z.optional(z.string()),
  /** Why it failed: a code of the catalogue and a sentence in the creator's language. */
  failure: z.optional(z.object({ code: z.string(), message: z.string() })),
  createdAt: instant,
  processedAt: z.optional(instant),
})
export type Document = z.infer<typeof document>
export type DocumentStatus = z.infer<typeof documentStatus>
export type DocumentStage = z.infer<typeof documentStage>
export type DocumentType = z.infer<typeof documentType>
