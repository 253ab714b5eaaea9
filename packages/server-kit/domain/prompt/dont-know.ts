import { allPhrases, phrasesFor } from './phrases.js'

/** The honest sentence for a question the material does not cover. */
export function dontKnow(language: string): string {
  return phrasesFor(language).dontKnow
}

/** Whether a model's answer says that it does not know; such an answer rests on nothing and cites nothing. */
export function isDontKnow(text: string): boolean {
  const opening = text
    .normalize('NFKC')
    .trim()
    .replace(/^["'«“*_\s]+/u, '')
  return allPhrases().some((phrases) => phrases.dontKnowPatterns.some((pattern) => pattern.test(opening)))
}
