import * as z from 'zod/mini'
import { id, instant, language, slug } from '../fields.js'

/** `#rgb` or `#rrggbb`. */
const color = z.string().check(z.regex(/^#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})$/))
const text = (longest: number) => z.string().check(z.trim(), z.maxLength(longest))
const wholeNumber = (least: number, most: number) => z.number().check(z.int(), z.minimum(least), z.maximum(most))
const position = z.enum(['bottom-right', 'bottom-left'])

/** What the widget may know of its creator: presentation only. */
export const widgetConfig = z.object({
  creator: slug,
  name: z.string(),
  language,
  /** Whether there is a widget at all. */
  active: z.boolean(),
  greeting: z.string(),
  placeholder: z.string(),
  /** Up to four questions to start with. */
  suggestions: z.array(z.string()),
  /** When people answer, in the creator's words. */
  hours: z.optional(z.string()),
  /** `#rrggbb`, as the other colours. The widget darkens or lightens each until text can be read. */
  primaryColor: z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)),
  secondaryColor: z.string(),
  backgroundColor: z.string(),
  textColor: z.string(),
  /** Pixels. */
  borderRadius: z.number(),
  /** The logo's address below the mount path; absent where there is none. */
  logo: z.optional(z.string()),
  position,
  autoOpen: z.boolean(),
  showTypingIndicator: z.boolean(),
})
export type WidgetConfig = z.infer<typeof widgetConfig>

const theme = {
  /** Of buttons, links and what the visitor says. */
  primaryColor: color,
  /** Of what is said beside the messages. */
  secondaryColor: color,
  /** Behind the messages, in the light scheme. */
  backgroundColor: color,
  /** Of the messages, in the light scheme. */
  textColor: color,
  /** Pixels. */
  borderRadius: wholeNumber(0, 50),
}
const behavior = {
  autoOpen: z.boolean(),
  greeting: text(1000),
  placeholder: text(255),
  showTypingIndicator: z.boolean(),
  /** Kept for clients that show whole answers; the widget streams them and waits for nothing. */
  responseDelayMs: wholeNumber(0, 5000),
}
const common = {
  isActive: z.boolean(),
  position,
  /** Questions to start with. */
  suggestions: z.array(text(200).check(z.minLength(1))).check(z.maxLength(4)),
  /** When people answer, in words; empty for none. */
  hours: text(200),
}

/** All that a creator's own people may set of its widget. */
export const creatorWidget = z.object({
  creatorId: id,
  ...common,
  theme: z.object(theme),
  behavior: z.object(behavior),
  /** As the creator's allowed domains say; empty: in production only pages of the server itself. */
  allowedDomains: z.array(z.string()),
  updatedAt: instant,
})
export type CreatorWidget = z.infer<typeof creatorWidget>

/** What is given is changed, what is not stays. */
export const creatorWidgetChange = z.strictObject({
  isActive: z.optional(common.isActive),
  position: z.optional(common.position),
  suggestions: z.optional(common.suggestions),
  hours: z.optional(common.hours),
  theme: z.optional(z.partial(z.strictObject(theme))),
  behavior: z.optional(z.partial(z.strictObject(behavior))),
})
export type CreatorWidgetChange = z.infer<typeof creatorWidgetChange>
