import type { Language, LocalText } from '@coachkit/contract'

/** A creator's words in the first of the languages that they are there in, or in any. */
export function wordsIn(text: LocalText, languages: (Language | undefined)[]): string {
  if (typeof text === 'string') return text
  return languages.map((language) => language && text[language]).find(Boolean) ?? Object.values(text).find(Boolean) ?? ''
}
