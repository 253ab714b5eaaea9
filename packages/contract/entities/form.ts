import * as z from 'zod/mini'
import { instant, language, localText } from '../fields.js'

const fieldName = z.string().check(z.regex(/^[a-zA-Z][\w-]{0,31}$/))
/** Characters of an answer. */
const maxAnswerLength = 500

export const formField = z
  .strictObject({
    name: fieldName,
    type: z.enum(['name', 'email', 'text', 'select']),
    /** For `name` and `email` the widget has its own words. */
    label: z.optional(localText(100)),
    required: z.boolean(),
    /** What a `select` offers. */
    options: z.optional(z.array(localText(80)).check(z.minLength(2), z.maxLength(12))),
  })
  .check(
    z.refine(({ type, label, options }) => (label !== undefined || type === 'name' || type === 'email') && (type === 'select') === (options !== undefined)),
  )
export type FormField = z.infer<typeof formField>

const parts = {
  intro: z.optional(localText(500)),
  fields: z.array(formField).check(
    z.maxLength(6),
    z.refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length),
  ),
  /** What a visitor has to agree to. */
  consent: z.optional(
    z.strictObject({
      text: localText(1000),
      /** Where more of it is said. */
      link: z.optional(z.url({ protocol: /^https?$/ }).check(z.maxLength(500))),
    }),
  ),
}
/** What is asked before a visitor's first conversation. */
export const form = z.strictObject(parts).check(z.refine(({ fields, consent }) => fields.length > 0 || consent !== undefined))
export type Form = z.infer<typeof form>

/** With the version that answers are given to: another one for any other words. */
export const shownForm = z.object({ ...parts, version: z.string() })
export type ShownForm = z.infer<typeof shownForm>

export const formAnswers = z.strictObject({
  version: z.string().check(z.maxLength(64)),
  /** In which the form was shown. */
  language,
  /** By the fields' names; a `select`'s is one of its options, in that language. */
  answers: z.record(fieldName, z.string().check(z.trim(), z.maxLength(maxAnswerLength))).check(z.refine((answers) => Object.keys(answers).length <= 6)),
  consent: z.optional(z.boolean()),
})
export type FormAnswers = z.infer<typeof formAnswers>

/** As it was shown and answered. */
export const answeredForm = z.object({
  version: z.string(),
  answeredAt: instant,
  language,
  answers: z.array(z.object({ name: z.string(), label: z.string(), value: z.string() })),
  /** What was agreed to. */
  consent: z.optional(z.object({ text: z.string(), link: z.optional(z.string()) })),
})
export type AnsweredForm = z.infer<typeof answeredForm>
