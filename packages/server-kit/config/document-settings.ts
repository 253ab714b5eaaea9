import { type DocumentType, maxUploadBytes } from '@coachkit/contract'
import * as z from 'zod/mini'

export interface DocumentOptions {
  /** Bytes of one file; default and at most 50 MiB. `MAX_UPLOAD_BYTES` of the environment where it is not said. */
  maxUploadBytes?: number
  /** What may be uploaded; default all: pdf, docx, md, txt, html. `SUPPORTED_FORMATS` of the environment, as `pdf,docx`, where it is not said. Websites are read all the same. */
  formats?: readonly DocumentType[]
  /** Size of the pieces that a document is searched and quoted by, in tokens, 50 to 2,000; default 280. Documents that are read from then on. */
  chunkTokens?: number
  /** How much of a piece the next one repeats, in tokens, less than half of one; default 60. */
  overlapTokens?: number
}

const everyFormat = ['pdf', 'docx', 'md', 'txt', 'html'] as const satisfies readonly DocumentType[]

export const documentSettings = z
  .strictObject({
    maxUploadBytes: z._default(z.int().check(z.gte(1), z.lte(maxUploadBytes)), maxUploadBytes),
    formats: z._default(z.array(z.enum(everyFormat)).check(z.minLength(1)), [...everyFormat]),
    chunkTokens: z._default(z.int().check(z.gte(50), z.lte(2000)), 280),
    overlapTokens: z._default(z.int().check(z.gte(0)), 60),
  })
  .check(z.refine(({ chunkTokens, overlapTokens }) => overlapTokens < chunkTokens / 2))

/** What the host says, and the environment where it says nothing. */
export function documentsGiven(options: DocumentOptions = {}, env: Record<string, string | undefined>): object {
  const { MAX_UPLOAD_BYTES: bytes, SUPPORTED_FORMATS: formats } = env
  return {
    ...(bytes ? { maxUploadBytes: Number(bytes) } : {}),
    ...(formats ? { formats: formats.split(',').map((format) => format.trim().toLowerCase()) } : {}),
    ...options,
  }
}
