import * as z from 'zod/mini'
import { language, slug } from '../fields.js'

/** What the widget may know of its creator: presentation only. */
export const widgetConfig = z.object({
  creator: slug,
  name: z.string(),
  language,
  greeting: z.string(),
  placeholder: z.string(),
  /** Up to four questions to start with. */
  suggestions: z.array(z.string()),
  /** `#rrggbb`. */
  primaryColor: z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)),
  /** The logo's address below the mount path; absent where there is none. */
  logo: z.optional(z.string()),
  position: z.enum(['bottom-right', 'bottom-left']),
})
export type WidgetConfig = z.infer<typeof widgetConfig>
