import { type AnsweredForm, CoachError, type Form, type FormAnswers, type FormField, type Language, type LocalText } from '@coachkit/contract'
import * as z from 'zod/mini'
import { formVersion } from './form-version.js'

const email = z.email()
/** What the widget calls the fields that every form may have. */
const ownLabels: Record<string, Record<Language, string>> = {
  name: { es: 'Nombre', en: 'Name', pt: 'Nome' },
  email: { es: 'Correo electrónico', en: 'E-mail', pt: 'E-mail' },
}

interface Answering {
  form: Form
  given: FormAnswers
  /** The creator's. */
  language: Language
  at: Date
}

/** The answers with the words they were given to. Throws FORM_001 for another version of the form, FORM_002 for answers that do not fit it. */
export function answerForm({ form, given, language, at }: Answering): AnsweredForm {
  const version = formVersion(form)
  if (given.version !== version) throw new CoachError('FORM_001')
  const read = (text: LocalText) => wordsIn(text, [given.language, language])
  const known = new Set(form.fields.map(({ name }) => name))
  if (Object.keys(given.answers).some((name) => !known.has(name)) || (form.consent && given.consent !== true)) throw new CoachError('FORM_002')
  const answers = form.fields.flatMap((field) => {
    const value = given.answers[field.name] ?? ''
    if (!fits(field, value, read)) throw new CoachError('FORM_002')
    const label = field.label ? read(field.label) : (ownLabels[field.type]?.[given.language] ?? field.name)
    return value === '' ? [] : [{ name: field.name, label, value }]
  })
  const { consent } = form
  const agreed = consent && { text: read(consent.text), ...(consent.link === undefined ? {} : { link: consent.link }) }
  return { version, answeredAt: at.toISOString(), language: given.language, answers, ...(agreed ? { consent: agreed } : {}) }
}

function fits({ type, required, options = [] }: FormField, value: string, read: (text: LocalText) => string): boolean {
  if (value === '') return !required
  if (type === 'email') return email.safeParse(value).success
  return type !== 'select' || options.some((option) => read(option) === value)
}

/** In the first of the languages that it is there in, or any. */
function wordsIn(text: LocalText, languages: Language[]): string {
  if (typeof text === 'string') return text
  return languages.map((language) => text[language]).find(Boolean) ?? Object.values(text).find(Boolean) ?? ''
}
