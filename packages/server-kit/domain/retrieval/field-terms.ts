import type { CountedField } from './asked-postings.js'
import type { ReadPassage } from './passage-reader.js'
import type { Vocabulary } from './vocabulary.js'

/** What each field counts of a passage: its words of subject, the character grams of all its words, the words of its headings. */
export interface FieldTerms {
  words(passage: ReadPassage): number[]
  grams(passage: ReadPassage): number[]
  headings(passage: ReadPassage): number[]
}

/** The same fields, for what is asked alone. */
export function countedFields(vocabulary: Vocabulary): { words: CountedField; grams: CountedField; headings: CountedField } {
  const marks = vocabulary.stemMarks()
  const subjects = (lists: (passage: ReadPassage) => readonly Uint32Array[]): CountedField => ({
    termCount: vocabulary.stemCount,
    length(passage) {
      let length = 0
      for (const words of lists(passage)) for (const number of words) length += 1 - ((marks[number] ?? 0) & 1)
      return length
    },
    count(passage, asked, counts) {
      for (const words of lists(passage)) countSubjects(words, { marks, asked, counts })
    },
  })
  return {
    words: subjects(({ title, text }) => [title, text]),
    headings: subjects(({ title }) => [title]),
    grams: {
      termCount: vocabulary.gramCount,
      length: ({ title, text }) => vocabulary.gramsIn(title) + vocabulary.gramsIn(text),
      count({ title, text }, asked, counts) {
        vocabulary.countGrams(title, asked, counts)
        vocabulary.countGrams(text, asked, counts)
      },
    },
  }
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

/** Counts words of subject in the places of their stems. */
function countSubjects(words: Uint32Array, { marks, asked, counts }: { marks: Uint32Array; asked: Uint16Array; counts: Uint16Array }): void {
  for (const number of words) {
    const mark = marks[number] ?? 0
    const place = (mark & 1) === 1 ? 0 : (asked[mark >>> 1] ?? 0)
    if (place > 0) counts[place] = (counts[place] ?? 0) + 1
  }
}
