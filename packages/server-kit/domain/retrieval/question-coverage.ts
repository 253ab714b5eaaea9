import { dice, leastLikeness, mayBeAlike } from './coverage.js'
import type { ReadPassage } from './passage-reader.js'
import type { AskedWord, Vocabulary } from './vocabulary.js'

const none: readonly number[] = []

/** A question's word with what it weighs. */
export interface WeightedQuestionWord extends AskedWord {
  weight: number
}

export interface QuestionCoverage {
  /** The share of the question that the passage's best sentence holds, title read along. */
  ofBestSentence(passage: ReadPassage, options: { sameLanguage: boolean }): number
  /** The share of some of the question's words, all weighing the same, that a passage holds; 1 for none. */
  ofSome(isWanted: (word: AskedWord) => boolean, passage: ReadPassage): number
}

/** `coverage` over passages that are read already: each word is compared once, whatever the number of sentences it stands in. */
export function createQuestionCoverage(question: readonly WeightedQuestionWord[], vocabulary: Vocabulary): QuestionCoverage {
  const likenesses = createLikenesses(question, vocabulary)
  /** Raises for each word of the question the best it found in these words. */
  const raise = (best: Float64Array, words: Uint32Array, sameLanguage: boolean) => {
    for (const number of words) {
      const found = likenesses(number, sameLanguage)
      if (found !== undefined) for (let place = 0; place < best.length; place++) best[place] = Math.max(best[place] ?? 0, found[place] ?? 0)
    }
    return best
  }
  const share = (best: Float64Array, weightOf: (word: WeightedQuestionWord) => number, power: number): number => {
    let total = 0
    let covered = 0
    for (const [place, word] of question.entries()) {
      total += weightOf(word)
      covered += weightOf(word) * (best[place] ?? 0) ** power
    }
    return total === 0 ? 0 : covered / total
  }
  const ofTitle = (passage: ReadPassage, sameLanguage: boolean) => raise(new Float64Array(question.length), passage.title, sameLanguage)
  return {
    ofBestSentence(passage, { sameLanguage }) {
      const title = ofTitle(passage, sameLanguage)
      const shareOf = (best: Float64Array) => share(best, ({ weight }) => weight, sameLanguage ? 2 : 1)
      let best = shareOf(title)
      let start = 0
      for (const end of passage.sentenceEnds) {
        best = Math.max(best, shareOf(raise(title.slice(), passage.text.subarray(start, end), sameLanguage)))
        start = end
      }
      return best
    },
    ofSome(isWanted, passage) {
      if (!question.some(isWanted)) return 1
      const best = raise(ofTitle(passage, true), passage.text, true)
      return share(best, (word) => (isWanted(word) ? 1 : 0), 2)
    },
  }
}

/** How alike a word of the material is to each word of the question; `undefined` for the most, which are like none. */
function createLikenesses(question: readonly AskedWord[], vocabulary: Vocabulary) {
  const gramCounts = question.map(({ folded }) => new Set(vocabulary.gramsOfAsked(folded)))
  const placesOf = new Map<number, number[]>()
  for (const [place, grams] of gramCounts.entries()) for (const gram of grams) placesOf.set(gram, [...(placesOf.get(gram) ?? []), place])
  const bySpelling = (form: number): Float64Array | undefined => {
    const formGrams = vocabulary.gramsOf(form)
    let shared: Float64Array | undefined
    for (const gram of formGrams) {
      for (const place of placesOf.get(gram) ?? none) {
        shared ??= new Float64Array(question.length)
        shared[place] = (shared[place] ?? 0) + 1
      }
    }
    return shared?.map((count, place) => {
      if (!mayBeAlike(question[place]?.folded.length ?? 0, vocabulary.formLength(form))) return 0
      const value = dice({ shared: count, left: gramCounts[place]?.size ?? 0, right: formGrams.length })
      return value >= leastLikeness ? value : 0
    })
  }
  const read = (number: number, sameLanguage: boolean): Float64Array | undefined => {
    const word = vocabulary.word(number)
    if (word.isSmall) return undefined
    let found = bySpelling(word.form)
    for (const [place, asked] of question.entries()) {
      if (asked.form !== word.form && !(sameLanguage && asked.stem === word.stem)) continue
      found ??= new Float64Array(question.length)
      found[place] = 1
    }
    return found
  }
  const known = { same: new Map<number, Float64Array | undefined>(), other: new Map<number, Float64Array | undefined>() }
  return (number: number, sameLanguage: boolean): Float64Array | undefined => {
    const list = sameLanguage ? known.same : known.other
    if (!list.has(number)) list.set(number, read(number, sameLanguage))
    return list.get(number)
  }
}
