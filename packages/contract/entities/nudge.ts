import * as z from 'zod/mini'
import { localText } from '../fields.js'

/** A sentence beside the launcher, once for each visitor, when all that is said of it holds. */
export const nudge = z.strictObject({
  id: z.string().check(z.regex(/^[a-zA-Z][\w-]{0,31}$/)),
  text: localText(200),
  /** Seconds on the page. */
  afterSeconds: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(3600))),
  /** Hundredths of the page that were scrolled through. */
  afterScroll: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(100))),
  /** Of the page's address: a path such as `/tarifas*`, or the whole; `*` stands for anything. */
  url: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
  /** Only for visitors who were here before, or only for those who were not. */
  returning: z.optional(z.boolean()),
})
export type Nudge = z.infer<typeof nudge>
