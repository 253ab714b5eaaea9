import { foldAccents, isStopWord, stemOf, words } from './tokenise.js'

export interface AnalysedWord {
  stem: string
  folded: string
}
/** Splits a text into its words that carry subject. */
export type TextAnalyser = (text: string, language: string | undefined) => AnalysedWord[]

/** An analyser that remembers the words it has met: stemming costs most. */
export function createTextAnalyser(): TextAnalyser {
  const known = new Map<string, AnalysedWord | undefined>()
  const analyseWord = (word: string, language: string | undefined) => {
    const key = `${language ?? ''} ${word}`
    if (known.has(key)) return known.get(key)
    const analysed = isStopWord(word, language) ? undefined : { stem: stemOf(word, language), folded: foldAccents(word) }
    known.set(key, analysed)
    return analysed
  }
  return (text, language) => words(text).flatMap((word) => analyseWord(word, language) ?? [])
}
