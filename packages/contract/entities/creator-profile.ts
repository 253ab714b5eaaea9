import * as z from 'zod/mini'
import { id, instant, language, slug } from '../fields.js'
import { tier } from './creator.js'

/** What a creator's own people know of it. */
export const creatorProfile = z.object({
  id,
  slug,
  name: z.string(),
  companyName: z.optional(z.string()),
  language,
  tier,
  /** The logo's address below the mount path; another one when the image is. Absent: there is none. */
  logo: z.optional(z.string()),
  /** The creator's own; the kit reads nothing of it. */
  settings: z.record(z.string(), z.unknown()),
  createdAt: instant,
  updatedAt: instant,
})
export type CreatorProfile = z.infer<typeof creatorProfile>
