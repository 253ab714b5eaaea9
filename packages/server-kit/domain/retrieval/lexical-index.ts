import { detectLanguage } from '../language/detect-language.js'
import { bestHits, type LexicalHit } from './best-hits.js'
import { fieldTerms } from './field-terms.js'
import { createNearness } from './nearness.js'
import { type IndexedPassage, PassageReader, type ReadPassage } from './passage-reader.js'
import { buildPostings, type Postings, type WholeField } from './postings.js'
import { createQuestionCoverage } from './question-coverage.js'
import { namesIn } from './question-names.js'
import { quotedPhrases } from './quoted-phrases.js'
import { knownLanguage } from './tokenise.js'
import type { AskedWord, Vocabulary } from './vocabulary.js'
import type { WholeMaterial } from './whole-material.js'

export interface LexicalResult {
  hits: LexicalHit[]
  /** 0 to 1: how much of the question the best passages speak about. */
  confidence: number
  answerable: boolean
}
export interface LexicalIndex {
  search(query: string, limit: number): LexicalResult
  /** Every passage's score for the query, the best 1; none when no word was found. */
  scores(query: string): Float32Array
  judge(query: string, candidates: readonly number[]): { confidence: number; answerable: boolean }
  /** What has been read, for the index that comes after this one. */
  readonly reader: PassageReader
}

const fullLength = { k1: 1.2, b: 0.75 }
const headingLength = { k1: 1.2, b: 0.5 }
const gramWeight = 1
const headingWeight = 0.5
/** Nearness is read in the passages that words and grams put first; further down it changes nothing that is shown. */
const nearnessRead = 40
/** A passage that holds what the question quotes comes before those that do not. */
const phraseWeight = 2
/** Coverage from which an answer is tried; measured on questions whose article was taken away. Confidence .5 stands for it. */
const answerableFrom = 0.38
/** What an answer loses when the passage speaks of none of the question's names. */
const missingNames = 0.4
/** A question in another language than its passage meets it in names and cognates only. */
const otherLanguageLift = 4 / 3
const judgedPassages = 4
const handful = 20

/** Builds the index of a creator's passages: words, character grams and headings, each with BM25. What an earlier index has read is not read again. */
export function buildLexicalIndex(passages: readonly IndexedPassage[], earlier?: PassageReader): LexicalIndex {
  return indexPassages(passages, { reader: earlier?.forNext(passages) ?? new PassageReader() })
}

/** The index of passages that are all of the material, or the part of it that a question may be about. */
export function indexPassages(passages: readonly IndexedPassage[], { reader, whole }: { reader: PassageReader; whole?: WholeMaterial }): LexicalIndex {
  const read = passages.map((passage) => reader.read(passage))
  const { vocabulary } = reader
  const fields = buildFields(read, vocabulary, whole)
  const nearness = createNearness(read, vocabulary, whole)
  const languages = [...new Set(passages.map((passage) => knownLanguage(passage.language)))]
  // The scores and the verdict are asked for with the same question.
  let last: { query: string; question: Question } | undefined
  const ask = (query: string) => {
    if (last?.query !== query) last = { query, question: readQuestion({ query, vocabulary, languages, words: fields.words }) }
    return last.question
  }
  const scores = (query: string) => {
    const question = ask(query)
    const { scores, best } = wordScores({ question, fields, vocabulary, passageCount: read.length })
    const near = bestHits(scores, nearnessRead).map(({ index }) => index)
    const found = nearness(question.all, near)
    for (const [at, index] of near.entries()) scores[index] = (scores[index] ?? 0) + (found[at] ?? 0) / best
    return stretched(withPhrases(stretched(scores), { query, read, vocabulary }))
  }
  const judge: LexicalIndex['judge'] = (query, candidates) => {
    const { subject, language: asked } = ask(query)
    const question = weigh(subject, fields.words, whole?.passageCount ?? passages.length)
    const held = createQuestionCoverage(question, vocabulary)
    const names = namesIn(query)
    const covered = candidates.slice(0, judgedPassages).reduce((best, candidate) => {
      const passage = read[candidate]
      if (passage === undefined) return best
      const sameLanguage = asked === undefined || knownLanguage(passages[candidate]?.language) === asked
      const namesHeld = held.ofSome(({ folded }) => names.has(folded), passage)
      const lift = !sameLanguage && namesHeld > 0 ? otherLanguageLift : 1
      return Math.max(best, held.of(passage, { sameLanguage }) * lift * (1 - missingNames * (1 - namesHeld)))
    }, 0)
    return { confidence: calibrated(Math.min(1, covered)), answerable: covered >= answerableFrom }
  }
  return {
    reader,
    scores,
    judge,
    search(query, limit) {
      const hits = bestHits(scores(query), limit)
      const indexes = hits.map((hit) => hit.index)
      return { hits, ...judge(query, indexes) }
    },
  }
}

function calibrated(covered: number): number {
  return covered < answerableFrom ? (covered / answerableFrom) * 0.5 : 0.5 + ((covered - answerableFrom) / (1 - answerableFrom)) * 0.5
}

interface Fields {
  words: Postings
  grams: Postings
  headings: Postings
}

function buildFields(passages: readonly ReadPassage[], vocabulary: Vocabulary, whole: WholeMaterial | undefined): Fields {
  const { words, grams, headings } = fieldTerms(vocabulary)
  const field = (termCount: number, termsOf: (passage: ReadPassage) => number[], length: typeof fullLength, wholeField: WholeField | undefined) =>
    buildPostings({
      passageCount: passages.length,
      termCount,
      termsOf: (place) => (passages[place] === undefined ? [] : termsOf(passages[place])),
      ...length,
      ...(wholeField ? { whole: wholeField } : {}),
    })
  return {
    words: field(vocabulary.stemCount, words, fullLength, whole?.words),
    grams: field(vocabulary.gramCount, grams, fullLength, whole?.grams),
    headings: field(vocabulary.stemCount, headings, headingLength, whole?.headings),
  }
}

interface Question {
  language: string | undefined
  all: readonly AskedWord[]
  /** Without the small words, unless there are no others. */
  subject: readonly AskedWord[]
}

/** A question in another language than the material is read in both: names and cognates still meet. */
function readQuestion(input: { query: string; vocabulary: Vocabulary; languages: readonly (string | undefined)[]; words: Postings }): Question {
  const { query, vocabulary, languages, words } = input
  const unknown = words.idf(undefined)
  const isKnown = (word: AskedWord) => words.idf(word.stem) < unknown
  const language = detectLanguage(query)
  const read = vocabulary.read(query, language ?? languages[0])
  const asked = read.some((word) => !word.isSmall) ? read : vocabulary.read(query, undefined)
  const all = asked.map((word) => {
    if (word.isSmall || isKnown(word)) return word
    return languages.flatMap((language) => vocabulary.read(word.folded, language)).find((other) => !other.isSmall && isKnown(other)) ?? word
  })
  return { language, all, subject: all.filter((word) => !word.isSmall) }
}

/** Words, headings and grams of every passage; `best` is the highest of the words alone. */
function wordScores(input: { question: Question; fields: Fields; vocabulary: Vocabulary; passageCount: number }): { scores: Float32Array; best: number } {
  const { question, fields, vocabulary, passageCount } = input
  const stems = question.subject.map((word) => word.stem)
  const scores = new Float32Array(passageCount)
  fields.words.addTo(scores, stems, 1)
  const best = maximum(scores) || 1
  fields.headings.addTo(scores, stems, headingWeight)
  const grams = new Float32Array(passageCount)
  fields.grams.addTo(
    grams,
    question.all.flatMap((word) => vocabulary.gramsOfAsked(word.folded)),
    1,
  )
  const bestGrams = maximum(grams) || 1
  for (let at = 0; at < passageCount; at++) scores[at] = (scores[at] ?? 0) / best + (gramWeight * (grams[at] ?? 0)) / bestGrams
  return { scores, best }
}

/** Lifts the passages that hold what the question quotes, by the share of its phrases. */
function withPhrases(scores: Float32Array, input: { query: string; read: readonly ReadPassage[]; vocabulary: Vocabulary }): Float32Array {
  const { vocabulary } = input
  const phrases = quotedPhrases(input.query).map((phrase) => vocabulary.read(phrase, undefined).map((word) => word.form))
  if (phrases.length === 0) return scores
  return scores.map((score, index) => {
    const passage = input.read[index]
    if (score === 0 || passage === undefined) return score
    const held = phrases.filter((forms) => vocabulary.holds(passage.text, forms) || vocabulary.holds(passage.title, forms)).length
    return score + (phraseWeight * held) / phrases.length
  })
}

function stretched(scores: Float32Array): Float32Array {
  const best = maximum(scores)
  if (best > 0) for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / best
  return scores
}

function maximum(values: Float32Array): number {
  let best = 0
  for (let at = 0; at < values.length; at++) best = Math.max(best, values[at] ?? 0)
  return best
}

/** In a handful of passages every word looks common, so there no word weighs less than half of an unknown one. */
function weigh(question: readonly AskedWord[], words: Postings, passageCount: number) {
  const floor = (words.idf(undefined) / 2) * Math.min(1, handful / Math.max(1, passageCount))
  return question.map((word) => ({ ...word, weight: Math.max(words.idf(word.stem), floor) }))
}
