import type { KnownLanguage } from '../language/stop-words.js'
import { confidenceIn, doubt, usualThreshold } from './confidence.js'
import type { Nearness } from './nearness.js'
import type { ReadPassage } from './passage-reader.js'
import type { Postings } from './postings.js'
import { createQuestionCoverage } from './question-coverage.js'
import type { AskedWord, Vocabulary } from './vocabulary.js'

/** A question as the index has read it. */
export interface Question {
  language: string | undefined
  all: readonly AskedWord[]
  /** Without the small words, unless there are no others. */
  subject: readonly AskedWord[]
}
/** A question's character grams, and what they earn in each passage. */
export interface AskedGrams {
  asked: readonly number[]
  scores: Float32Array
}
interface Asked {
  question: Question
  grams: AskedGrams
  /** Folded, as the question spells them. */
  names: ReadonlySet<string>
}
interface Material {
  read: readonly ReadPassage[]
  /** Of all the material, of which `read` may be a part. */
  passageCount: number
  /** Of each passage. */
  languages: readonly (KnownLanguage | undefined)[]
  vocabulary: Vocabulary
  words: Postings
  grams: Postings
  nearness: Nearness
}

/** A question in another language than its passage meets it in names and cognates only. */
const otherLanguageLift = 4 / 3
const judgedPassages = 4
const handful = 20

/** Tells how sure the best of the found passages make that the material speaks about a question. */
export function createJudge({ read, passageCount, languages, vocabulary, words, grams, nearness }: Material) {
  const unknown = { word: words.idf(undefined), gram: grams.idf(undefined) }
  return (asked: Asked, candidates: readonly number[]): { confidence: number; answerable: boolean } => {
    const { question } = asked
    const weighed = weigh(question.subject, words, passageCount)
    const held = createQuestionCoverage(weighed, vocabulary)
    const judged = candidates.slice(0, judgedPassages)
    const near = nearness(question.all, judged)
    const inWords = weighed.reduce((sum, { weight }) => sum + weight, 0)
    const inGrams = asked.grams.asked.reduce((sum, gram) => sum + grams.idf(gram), 0)
    const confidence = judged.reduce((best, candidate, at) => {
      const passage = read[candidate]
      if (passage === undefined) return best
      const sameLanguage = question.language === undefined || languages[candidate] === question.language
      const names = held.ofSome(({ folded }) => asked.names.has(folded), passage)
      const lift = !sameLanguage && names > 0 ? otherLanguageLift : 1
      const evidence = {
        grams: (lift * (asked.grams.scores[candidate] ?? 0)) / (inGrams + doubt.grams * unknown.gram),
        sentence: (lift * held.ofBestSentence(passage, { sameLanguage }) * inWords) / (inWords + doubt.sentence * unknown.word),
        nearness: (near[at] ?? 0) / (inWords + doubt.nearness * unknown.word),
        names,
      }
      return Math.max(best, confidenceIn(evidence, passageCount))
    }, 0)
    return { confidence, answerable: confidence >= usualThreshold }
  }
}

/** In a handful of passages every word looks common, so there no word weighs less than half of an unknown one. */
function weigh(question: readonly AskedWord[], words: Postings, passageCount: number) {
  const floor = (words.idf(undefined) / 2) * Math.min(1, handful / Math.max(1, passageCount))
  return question.map((word) => ({ ...word, weight: Math.max(words.idf(word.stem), floor) }))
}
