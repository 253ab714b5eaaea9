import type { Language } from '@coachkit/contract'
import type { Locale } from './locale.js'

/** The panel's words; a visitor loads those of one language. */
export const locales: Record<Language, () => Promise<{ locale: Locale }>> = {
  es: () => import('./es.js'),
  en: () => import('./en.js'),
  pt: () => import('./pt.js'),
}
