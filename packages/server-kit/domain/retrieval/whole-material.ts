import { fieldTerms } from './field-terms.js'
import type { ReadPassage } from './passage-reader.js'
import { inverseFrequency, type WholeField } from './postings.js'
import { countStems, type StemStatistics } from './stem-statistics.js'
import type { Vocabulary } from './vocabulary.js'

/** What a question's words weigh in all of a creator's material, when only the passages that may answer it are at hand. */
export interface WholeMaterial {
  passageCount: number
  words: WholeField
  grams: WholeField
  headings: WholeField
  /** The same statistics as of the passages at hand, of all passages. */
  stems(here: StemStatistics): StemStatistics
}

/** A word of the question with the number of passages that have it. */
export interface CountedWord {
  stem: string
  folded: string
  having: number
}

/** Counts of a sample, from which those of all passages are told. */
export interface SampleCounts {
  estimate(input: { passageCount: number; asked: readonly CountedWord[] }): WholeMaterial
}

/**
 * A word of the question is counted exactly. What else is asked for (grams, headings, pairs, small words) is known from the sample;
 * rare things are missing there, but the passages at hand are those that have them, and a gram that is missing stands where its word does.
 */
export function countSample(sample: readonly ReadPassage[], vocabulary: Vocabulary): SampleCounts {
  const terms = fieldTerms(vocabulary)
  const words = countField(sample, vocabulary.stemCount, terms.words)
  const grams = countField(sample, vocabulary.gramCount, terms.grams)
  const headings = countField(sample, vocabulary.stemCount, terms.headings)
  const stems = countStems(sample, vocabulary)
  return {
    estimate({ passageCount, asked }) {
      const scale = passageCount / Math.max(1, sample.length)
      const exact = new Map<number, number>()
      const havingWord = new Map<number, number>()
      for (const { stem, folded, having } of asked) {
        const number = vocabulary.numberOfStem(stem)
        if (number !== undefined) exact.set(number, having)
        for (const gram of vocabulary.gramsOfAsked(folded)) havingWord.set(gram, Math.max(having, havingWord.get(gram) ?? 0))
      }
      const limit = (having: number) => Math.min(passageCount, having)
      const field = ({ meanLength, having }: FieldCounts, known: (term: number) => number | undefined): WholeField => ({
        passageCount,
        meanLength,
        having: (term, here) => limit(Math.max(here, known(term) ?? (having[term] ?? 0) * scale)),
      })
      const havingStem = (stem: number, here: number) => limit(Math.max(here, exact.get(stem) ?? stems.having(stem) * scale))
      return {
        passageCount,
        words: field(words, (stem) => exact.get(stem)),
        grams: field(grams, (gram) => (grams.having[gram] ?? 0) * scale || Math.min(scale, havingWord.get(gram) ?? 0)),
        headings: field(headings, () => undefined),
        stems: (here) => ({
          ...here,
          meanPassage: stems.meanPassage,
          meanSentence: stems.meanSentence,
          idf: (stem) => inverseFrequency(passageCount, havingStem(stem, here.having(stem))),
          pairIdf: (first, second) => inverseFrequency(passageCount, limit(Math.max(here.havingPair(first, second), stems.havingPair(first, second) * scale))),
        }),
      }
    },
  }
}

interface FieldCounts {
  meanLength: number
  having: Uint32Array
}

function countField(sample: readonly ReadPassage[], termCount: number, termsOf: (passage: ReadPassage) => number[]): FieldCounts {
  const having = new Uint32Array(termCount)
  let length = 0
  for (const passage of sample) {
    const terms = termsOf(passage)
    length += terms.length
    for (const term of new Set(terms)) having[term] = (having[term] ?? 0) + 1
  }
  return { meanLength: Math.max(1, length / Math.max(1, sample.length)), having }
}
