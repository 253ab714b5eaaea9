import { dice, leastLikeness, mayBeAlike } from './coverage.js'
import type { ReadPassage } from './passage-reader.js'
import type { AskedWord, KnownWord, Vocabulary } from './vocabulary.js'

/** A question's word with what it weighs. */
export interface WeightedQuestionWord extends AskedWord {
  weight: number
}

export interface QuestionCoverage {
  /** The share of the question that the whole passage holds and the share that its best sentence holds, title always read along; their mean. */
  of(passage: ReadPassage, options: { sameLanguage: boolean }): number
  /** The share of some of the question's words, all weighing the same, that a passage holds; 1 for none. */
  ofSome(isWanted: (word: AskedWord) => boolean, passage: ReadPassage): number
}

/** `coverage` over passages that are read already: each word is compared once, whatever the number of sentences it stands in. */
export function createQuestionCoverage(question: readonly WeightedQuestionWord[], vocabulary: Vocabulary): QuestionCoverage {
  const grams = question.map(({ folded }) => new Set(vocabulary.gramsOfAsked(folded)))
  const alike = question.map(() => new Map<number, number>())
  const likeness = (place: number, form: number): number => {
    const { folded } = question[place] ?? { folded: '' }
    if (!mayBeAlike(folded.length, vocabulary.formLength(form))) return 0
    const known = alike[place]?.get(form)
    if (known !== undefined) return known
    const formGrams: number[] = []
    vocabulary.pushGrams(form, formGrams)
    const value = dice(grams[place] ?? new Set(), formGrams)
    const found = value >= leastLikeness ? value : 0
    alike[place]?.set(form, found)
    return found
  }
  const match = (place: number, word: KnownWord, sameLanguage: boolean): number => {
    const asked = question[place]
    return asked?.form === word.form || (sameLanguage && asked?.stem === word.stem) ? 1 : likeness(place, word.form)
  }
  /** Raises for each word of the question the best it found in these words. */
  const raise = (best: Float64Array, words: Uint32Array, sameLanguage: boolean) => {
    for (const number of words) {
      const word = vocabulary.word(number)
      if (word.isSmall) continue
      for (let place = 0; place < best.length; place++) {
        const before = best[place] ?? 0
        if (before < 1) best[place] = Math.max(before, match(place, word, sameLanguage))
      }
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
    of(passage, { sameLanguage }) {
      const power = sameLanguage ? 2 : 1
      const title = ofTitle(passage, sameLanguage)
      const whole = title.slice()
      let bestSentence = 0
      let start = 0
      for (const end of passage.sentenceEnds) {
        const sentence = raise(title.slice(), passage.text.subarray(start, end), sameLanguage)
        for (let place = 0; place < whole.length; place++) whole[place] = Math.max(whole[place] ?? 0, sentence[place] ?? 0)
        bestSentence = Math.max(
          bestSentence,
          share(sentence, ({ weight }) => weight, power),
        )
        start = end
      }
      return (share(whole, ({ weight }) => weight, power) + bestSentence) / 2
    },
    ofSome(isWanted, passage) {
      if (!question.some(isWanted)) return 1
      const best = raise(ofTitle(passage, true), passage.text, true)
      return share(best, (word) => (isWanted(word) ? 1 : 0), 2)
    },
  }
}
