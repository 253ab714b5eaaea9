import type { Language } from '@coachkit/contract'
import type { Locale } from './locale.js'

const modules: Record<Language, () => Promise<{ locale: Locale }>> = {
  es: () => import('./es.js'),
  en: () => import('./en.js'),
  pt: () => import('./pt.js'),
}

/** The panel's words; a visitor loads those of one language. */
export async function loadLocale(language: Language): Promise<Locale> {
  return (await modules[language]()).locale
}
