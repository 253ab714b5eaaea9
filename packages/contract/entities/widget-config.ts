import * as z from 'zod/mini'
import { id, instant, language, slug } from '../fields.js'
import { form, shownForm } from './form.js'
import { nudge } from './nudge.js'

/** `#rgb` or `#rrggbb`. */
const color = z.string().check(z.regex(/^#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})$/))
const text = (longest: number) => z.string().check(z.trim(), z.maxLength(longest))
const wholeNumber = (least: number, most: number) => z.number().check(z.int(), z.minimum(least), z.maximum(most))
/** Of the window, whichever way its page reads. */
const position = z.enum(['bottom-right', 'bottom-left', 'top-right', 'top-left', 'middle-right', 'middle-left'])

const launcher = {
  /** What stands in the round button. `logo`: the creator's own image, and the bubble of `chat` where there is none. */
  icon: z.enum(['chat', 'question', 'spark', 'heart', 'logo']),
  /** Pixels across. */
  size: wholeNumber(44, 96),
  /** Pixels from the side and from the bottom of the window, or from its top; in the middle only from the side. */
  offsetX: wholeNumber(0, 200),
  offsetY: wholeNumber(0, 200),
}
/** `page`: that of the page around the widget. */
const font = z.enum(['system', 'page'])

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
  /** Absent: a bubble 60 px across, 20 px from the edges, in one of the lower corners. */
  launcher: z.optional(z.object(launcher)),
  font: z.optional(font),
  /** Asked before the first conversation; absent: nothing. */
  form: z.optional(shownForm),
  /** What is said beside the launcher; absent: nothing. */
  nudges: z.optional(z.array(nudge)),
  /** Only people answer in conversations that begin now; absent: a coach does. */
  direct: z.optional(z.literal(true)),
  autoOpen: z.boolean(),
  showTypingIndicator: z.boolean(),
  /** How long an answer that comes whole is being typed at least; one that streams is shown as it comes. */
  responseDelayMs: z.optional(z.number()),
  /** Characters of one message, where a coach answers and where people do. Absent: 4,000 and 5,000. */
  maxMessageLength: z.optional(z.object({ coach: z.number(), people: z.number() })),
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
  font,
}
const behavior = {
  autoOpen: z.boolean(),
  greeting: text(1000),
  placeholder: text(255),
  showTypingIndicator: z.boolean(),
  /** How long an answer that comes whole is being typed at least; one that streams is shown as it comes. */
  responseDelayMs: wholeNumber(0, 5000),
}
const common = {
  isActive: z.boolean(),
  position,
  /** Questions to start with. */
  suggestions: z.array(text(200).check(z.minLength(1))).check(z.maxLength(4)),
  /** When people answer, in words; empty for none. */
  hours: text(200),
  /** Questions one visitor may ask in a minute. */
  rateLimitPerMinute: wholeNumber(1, 100),
  /** Asked before a visitor's first conversation; `null`: nothing. */
  form: z.nullable(form),
  /** What is said beside the launcher. */
  nudges: z.array(nudge).check(
    z.maxLength(5),
    z.refine((nudges) => new Set(nudges.map(({ id: own }) => own)).size === nudges.length),
  ),
}

/** All that a creator's own people may set of its widget. */
export const creatorWidget = z.object({
  creatorId: id,
  ...common,
  theme: z.object(theme),
  launcher: z.object(launcher),
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
  rateLimitPerMinute: z.optional(common.rateLimitPerMinute),
  form: z.optional(common.form),
  nudges: z.optional(common.nudges),
  launcher: z.optional(z.partial(z.strictObject(launcher))),
  theme: z.optional(z.partial(z.strictObject(theme))),
  behavior: z.optional(z.partial(z.strictObject(behavior))),
})
export type CreatorWidgetChange = z.infer<typeof creatorWidgetChange>
