import type { Language } from '@coachkit/contract'
import type { FormWords } from './words.js'

const modules: Record<Language, () => Promise<{ words: FormWords }>> = {
  es: () => import('./es.js'),
  en: () => import('./en.js'),
  pt: () => import('./pt.js'),
}

/** The words of one language. */
export async function loadFormWords(language: Language): Promise<FormWords> {
  return (await modules[language]()).words
}
