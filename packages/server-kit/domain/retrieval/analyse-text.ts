import { characterGrams, foldAccents, isStopWord, stemOf, words } from './tokenise.js'

export interface AnalysedWord {
  stem: string
  folded: string
}
/** Splits a text into its words that carry subject. */
export type TextAnalyser = (text: string, language: string | undefined) => AnalysedWord[]

/** An analyser that remembers the words it has met: stemming is most of the cost of an index. */
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

/** Neighbouring stems, so that a phrase weighs more than its words. */
export function stemBigrams(analysed: readonly AnalysedWord[]): string[] {
  return analysed.slice(1).map((word, index) => `${analysed[index]?.stem ?? ''} ${word.stem}`)
}

/** The 4-grams of all words. */
export function gramsOf(analysed: readonly AnalysedWord[]): string[] {
  return analysed.flatMap((word) => characterGrams(word.folded))
}
