import { detectLanguage } from '../language/detect-language.js'
import { indexPassages, type LexicalIndex } from './lexical-index.js'
import { type IndexedPassage, PassageReader } from './passage-reader.js'
import { foldAccents, isStopWord, knownLanguage, stemOf, words } from './tokenise.js'
import { type CountedWord, countSample, type SampleCounts } from './whole-material.js'

/** A word of subject of a question, with the stems it may be filed under, the likeliest first. */
export interface SearchedWord {
  folded: string
  stems: string[]
}

/** Indexes the passages a question may be about, out of material that is too much to be held. */
export interface CandidateIndexer {
  read(query: string): SearchedWord[]
  index(candidates: readonly IndexedPassage[], whole: { passageCount: number; asked: readonly CountedWord[] }): LexicalIndex
}

/** Passages read that are kept besides the sample, and stems known, before they are forgotten. */
const mostRead = 5000
const mostStems = 200_000

/** `sample`: passages drawn evenly from the material, from which is told how common grams, pairs and small words are. */
export function createCandidateIndexer(sample: readonly IndexedPassage[]): CandidateIndexer {
  const languages = [...new Set(sample.map(({ language }) => knownLanguage(language)))]
  const sampled = new Set(sample.map(({ id }) => id))
  let reading: { reader: PassageReader; counts: SampleCounts; read: number } | undefined
  const begin = () => {
    const reader = new PassageReader()
    const read = sample.map((passage) => reader.read(passage))
    return { reader, counts: countSample(read, reader.vocabulary), read: 0 }
  }
  return {
    read(query) {
      const asked = detectLanguage(query) ?? languages[0]
      const subject = words(query).filter((word) => !isStopWord(word, asked))
      return subject.map((word) => ({
        folded: foldAccents(word),
        stems: [...new Set([asked, ...languages].map((language) => stemOf(language === asked ? word : foldAccents(word), language)))],
      }))
    },
    index(candidates, whole) {
      if (reading === undefined || reading.reader.vocabulary.stemCount > mostStems) reading = begin()
      const { reader, counts } = reading
      if (reading.read > mostRead) {
        reader.keepOnly(sampled)
        reading.read = 0
      }
      reading.read += candidates.length
      // Their words are learnt before they are counted.
      for (const candidate of candidates) reader.read(candidate)
      return indexPassages(candidates, { reader, whole: counts.estimate(whole) })
    },
  }
}
