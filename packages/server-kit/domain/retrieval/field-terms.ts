import type { ReadPassage } from './passage-reader.js'
import type { Vocabulary } from './vocabulary.js'

/** What each field counts of a passage: its words of subject, the character grams of all its words, the words of its headings. */
export interface FieldTerms {
  words(passage: ReadPassage): number[]
  grams(passage: ReadPassage): number[]
  headings(passage: ReadPassage): number[]
}

export function fieldTerms(vocabulary: Vocabulary): FieldTerms {
  const subjects = (words: Uint32Array, terms: number[]) => {
    for (const number of words) {
      const { stem, isSmall } = vocabulary.word(number)
      if (!isSmall) terms.push(stem)
    }
    return terms
  }
  // Grams keep the small words: what they ask (how, when, may) tells alike passages apart.
  const grams = (words: Uint32Array, terms: number[]) => {
    for (const number of words) vocabulary.pushGrams(vocabulary.word(number).form, terms)
    return terms
  }
  return {
    words: ({ title, text }) => subjects(text, subjects(title, [])),
    grams: ({ title, text }) => grams(text, grams(title, [])),
    headings: ({ title }) => subjects(title, []),
  }
}
