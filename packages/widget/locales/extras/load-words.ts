import type { Language } from '@coachkit/contract'
import type { ExtrasWords } from './words.js'

const modules: Record<Language, () => Promise<{ words: ExtrasWords }>> = {
  es: () => import('./es.js'),
  en: () => import('./en.js'),
  pt: () => import('./pt.js'),
}

/** The words of one language. */
export async function loadWords(language: Language): Promise<ExtrasWords> {
  return (await modules[language]()).words
}
