import { detectLanguage } from '../language/detect-language.js'
import { bestHits, type LexicalHit } from './best-hits.js'
import { fieldTerms } from './field-terms.js'
import { type AskedGrams, createJudge, type Question } from './judge-passages.js'
import { createNearness } from './nearness.js'
import { type IndexedPassage, PassageReader, type ReadPassage } from './passage-reader.js'
import { buildPostings, type Postings, type WholeField } from './postings.js'
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
  let last: { query: string; question: Question; grams: AskedGrams } | undefined
  const ask = (query: string) => {
    if (last?.query === query) return last
    const question = readQuestion({ query, vocabulary, languages, words: fields.words })
    last = { query, question, grams: readGrams({ question, grams: fields.grams, vocabulary, passageCount: read.length }) }
    return last
  }
  const scores = (query: string) => {
    const { question, grams } = ask(query)
    const { scores, best } = wordScores({ question, grams, fields, passageCount: read.length })
    const near = bestHits(scores, nearnessRead).map(({ index }) => index)
    const found = nearness(question.all, near)
    for (const [at, index] of near.entries()) scores[index] = (scores[index] ?? 0) + (found[at] ?? 0) / best
    return stretched(withPhrases(stretched(scores), { query, read, vocabulary }))
  }
  const verdict = createJudge({
    read,
    passageCount: whole?.passageCount ?? read.length,
    languages: passages.map(({ language }) => knownLanguage(language)),
    ...{ vocabulary, nearness, ...fields },
  })
  const judge: LexicalIndex['judge'] = (query, candidates) => verdict({ ...ask(query), names: namesIn(query) }, candidates)
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

function readGrams(input: { question: Question; grams: Postings; vocabulary: Vocabulary; passageCount: number }): AskedGrams {
  const asked = input.question.all.flatMap((word) => input.vocabulary.gramsOfAsked(word.folded))
  const scores = new Float32Array(input.passageCount)
  input.grams.addTo(scores, asked, 1)
  return { asked, scores }
}

/** Words, headings and grams of every passage; `best` is the highest of the words alone. */
function wordScores(input: { question: Question; grams: AskedGrams; fields: Fields; passageCount: number }): { scores: Float32Array; best: number } {
  const { question, grams, fields, passageCount } = input
  const stems = question.subject.map((word) => word.stem)
  const scores = new Float32Array(passageCount)
  fields.words.addTo(scores, stems, 1)
  const best = maximum(scores) || 1
  fields.headings.addTo(scores, stems, headingWeight)
  const bestGrams = maximum(grams.scores) || 1
  for (let at = 0; at < passageCount; at++) scores[at] = (scores[at] ?? 0) / best + (gramWeight * (grams.scores[at] ?? 0)) / bestGrams
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
