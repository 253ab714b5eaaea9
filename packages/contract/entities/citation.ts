import * as z from 'zod/mini'
import { documentId, id } from '../fields.js'

/** A passage an answer rests on. `quote` stands verbatim in the chunk; `number` is the `[n]` in the answer's text. */
export const citation = z.object({
  number: z.number(),
  chunkId: id,
  documentId,
  documentName: z.string(),
  /** The web address of the document; one that was uploaded has none. */
  source: z.optional(z.string()),
  /** First page of the passage, from 1; PDF only. */
  page: z.optional(z.number()),
  /** Heading path, outermost first. */
  headings: z.array(z.string()),
  quote: z.string(),
  /** Where the quote stands in the passage's text: `text.slice(start, end)`. Absent in answers from before there were places. */
  start: z.optional(z.number()),
  end: z.optional(z.number()),
})
export type Citation = z.infer<typeof citation>
