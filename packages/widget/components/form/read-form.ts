import type { FormAnswers, FormField, Language, ShownForm } from '@coachkit/contract'
import type { FormWords } from '../../locales/form/words.js'

export interface ReadForm {
  given: FormAnswers
  /** What is wrong, by the field's name. */
  wrong: Record<string, string>
}

/** What stands in the form, and what of it does not fit. The server looks again. */
export function readForm(element: HTMLFormElement, { form, words, language }: { form: ShownForm; words: FormWords; language: Language }): ReadForm {
  const data = new FormData(element)
  const answers: Record<string, string> = {}
  const wrong: Record<string, string> = {}
  for (const field of form.fields) {
    const value = String(data.get(field.name) ?? '').trim()
    if (value) answers[field.name] = value
    const problem = problemOf(field, value, words)
    if (problem) wrong[field.name] = problem
  }
  const consent = data.has('consent')
  if (form.consent && !consent) wrong.consent = words.noConsent
  return { given: { version: form.version, language, answers, ...(form.consent ? { consent } : {}) }, wrong }
}

function problemOf({ type, required }: FormField, value: string, words: FormWords): string | undefined {
  if (value === '') return required ? words.missing : undefined
  return type === 'email' && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value) ? words.noEmail : undefined
}
