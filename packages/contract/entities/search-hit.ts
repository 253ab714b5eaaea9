import * as z from 'zod/mini'
import { documentId, id } from '../fields.js'

/** A passage that a search found. */
export const searchHit = z.object({
  chunkId: id,
  documentId,
  documentName: z.string(),
  /** The web address of the document; one that was uploaded has none. */
  source: z.optional(z.string()),
  page: z.optional(z.number()),
  headings: z.array(z.string()),
  text: z.string(),
  /** Of the words that were searched for, as offsets into `text` (UTF-16 units), in order. */
  highlights: z.array(z.object({ start: z.number(), end: z.number() })),
  /** 0 to 1 within this answer: 1 is the best hit. */
  score: z.number(),
})
export type SearchHit = z.infer<typeof searchHit>
