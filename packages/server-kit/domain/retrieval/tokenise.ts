import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemPortuguese } from '@orama/stemmers/portuguese'
import { stemmer as stemSpanish } from '@orama/stemmers/spanish'
import { type KnownLanguage, stopWords } from '../language/stop-words.js'

/** Words longer than this are hashes or encoded bytes; stemming and n-grams of them cost and find nothing. */
const longestWord = 64
const stemmers: Readonly<Record<KnownLanguage, (word: string) => string>> = { en: stemEnglish, es: stemSpanish, pt: stemPortuguese }

/** Every word of a text, NFKC and lower case, accents kept. */
export function words(text: string): string[] {
  const found =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return found.map((word) => (word.length > longestWord ? word.slice(0, longestWord) : word))
}

/** Without accents, so that `sesion` finds `sesión`. */
export function foldAccents(word: string): string {
  return word.normalize('NFD').replace(/\p{M}+/gu, '')
}

/** The stem a word is filed under: cut by its language's rules first, then folded, because the rules read accents. */
export function stemOf(word: string, language: string | undefined): string {
  const known = knownLanguage(language)
  return foldAccents(known === undefined ? word : stemmers[known](word))
}

/** Whether a word only carries grammar; a word typed without its accents counts too. */
export function isStopWord(word: string, language: string | undefined): boolean {
  const known = knownLanguage(language)
  return known !== undefined && stopWords[known].has(word)
}

/** Character 4-grams of a folded word with its edges marked; a shorter word is its own gram. */
export function characterGrams(word: string): string[] {
  const marked = `_${word}_`
  if (marked.length <= 4) return [marked]
  return Array.from({ length: marked.length - 3 }, (_, start) => marked.slice(start, start + 4))
}

/** The kit's language a tag such as `es-MX` belongs to. */
export function knownLanguage(language: string | undefined): KnownLanguage | undefined {
  const tag = language?.slice(0, 2).toLowerCase()
  return tag === 'en' || tag === 'es' || tag === 'pt' ? tag : undefined
}
