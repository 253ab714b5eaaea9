import type { Language } from '@coachkit/contract'

const known: readonly Language[] = ['es', 'en', 'pt']

/** The first language of an Accept-Language header that the kit speaks; English otherwise. */
export function callerLanguage(header: string | undefined): Language {
  for (const part of (header ?? '').slice(0, 200).split(',')) {
    const language = known.find((name) => part.trim().toLowerCase().startsWith(name))
    if (language) return language
  }
  return 'en'
}
