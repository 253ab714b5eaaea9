import { detectLanguage } from '../language/detect-language.js'
import { type AnalysedWord, createTextAnalyser, gramsOf, stemBigrams, type TextAnalyser } from './analyse-text.js'
import { coverage, type WeightedWord } from './coverage.js'
import { type Postings, PostingsBuilder } from './postings.js'
import { namesIn } from './question-names.js'
import { splitSentences } from './split-sentences.js'
import { knownLanguage } from './tokenise.js'

/** What the index needs to know of a passage. */
export interface IndexedPassage {
  text: string
  headings: string[]
  documentName: string
  language: string
}
export interface LexicalHit {
  /** Place of the passage in the list the index was built from. */
  index: number
  /** 0 to 1 within this answer: 1 is the best hit. */
  score: number
}
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
}

const fullLength = { k1: 1.2, b: 0.75 }
const headingLength = { k1: 1.2, b: 0.5 }
const gramWeight = 1
const headingWeight = 0.5
const bigramWeight = 0.25
/** Coverage from which an answer is tried; measured on questions whose article was taken away. Confidence .5 stands for it. */
const answerableFrom = 0.38
/** What an answer loses when the passage speaks of none of the question's names. */
const missingNames = 0.4
/** A question in another language than its passage meets it in names and cognates only. */
const otherLanguageLift = 4 / 3
const judgedPassages = 4
const handful = 20

/** Builds the index of a creator's passages: words, character grams, headings and word pairs, each with BM25. */
export function buildLexicalIndex(passages: readonly IndexedPassage[]): LexicalIndex {
  const analyse = createTextAnalyser()
  const fields = buildFields(passages, analyse)
  const languages = [...new Set(passages.map((passage) => knownLanguage(passage.language)))]
  const analyseQuery = (query: string) => readQuery({ query, analyse, languages, words: fields.words })
  const scores = (query: string) => scorePassages({ query: analyseQuery(query), everyWord: analyse(query, undefined), fields })
  const judge: LexicalIndex['judge'] = (query, candidates) => {
    const question = weigh(analyseQuery(query), fields.words, passages.length)
    const names = namesIn(query)
    const asked = detectLanguage(query)
    const covered = candidates.slice(0, judgedPassages).reduce((best, candidate) => {
      const passage = passages[candidate]
      if (passage === undefined) return best
      const sameLanguage = asked === undefined || knownLanguage(passage.language) === asked
      const held = namesHeld({ question, names, passage, analyse })
      const lift = !sameLanguage && held > 0 ? otherLanguageLift : 1
      return Math.max(best, passageCoverage({ question, passage, analyse, sameLanguage }) * lift * (1 - missingNames * (1 - held)))
    }, 0)
    return { confidence: calibrated(Math.min(1, covered)), answerable: covered >= answerableFrom }
  }
  return {
    scores,
    judge,
    search(query, limit) {
      const hits = bestHits(scores(query), limit)
      return {
        hits,
        ...judge(
          query,
          hits.map((hit) => hit.index),
        ),
      }
    },
  }
}

function calibrated(covered: number): number {
  return covered < answerableFrom ? (covered / answerableFrom) * 0.5 : 0.5 + ((covered - answerableFrom) / (1 - answerableFrom)) * 0.5
}

/** The highest scores above nothing, best first. */
export function bestHits(scores: Float32Array, limit: number): LexicalHit[] {
  const hits: LexicalHit[] = []
  scores.forEach((score, index) => {
    if (score <= 0 || (hits.length === limit && score <= (hits.at(-1)?.score ?? 0))) return
    const place = hits.findIndex((hit) => hit.score < score)
    hits.splice(place === -1 ? hits.length : place, 0, { index, score })
    if (hits.length > limit) hits.pop()
  })
  return hits
}

interface Fields {
  words: Postings
  grams: Postings
  headings: Postings
  bigrams: Postings
}

function buildFields(passages: readonly IndexedPassage[], analyse: TextAnalyser): Fields {
  const words = new PostingsBuilder()
  const grams = new PostingsBuilder()
  const headings = new PostingsBuilder()
  const bigrams = new PostingsBuilder()
  for (const passage of passages) {
    const title = analyse(titleOf(passage), passage.language)
    const all = [...title, ...analyse(passage.text, passage.language)]
    words.add(all.map((word) => word.stem))
    // Grams keep the small words: what they ask (how, when, may) tells alike passages apart.
    grams.add(gramsOf(analyse(`${titleOf(passage)}\n${passage.text}`, undefined)))
    headings.add(title.map((word) => word.stem))
    bigrams.add(stemBigrams(all))
  }
  return { words: words.build(fullLength), grams: grams.build(fullLength), headings: headings.build(headingLength), bigrams: bigrams.build(fullLength) }
}

function titleOf(passage: IndexedPassage): string {
  return [passage.documentName.replace(/\.[a-z0-9]{1,5}$/iu, ''), ...passage.headings].join('\n')
}

/** A question in another language than the material is read in both: names and cognates still meet. */
function readQuery(input: { query: string; analyse: TextAnalyser; languages: readonly (string | undefined)[]; words: Postings }): AnalysedWord[] {
  const own = detectLanguage(input.query) ?? input.languages[0]
  const analysed = input.analyse(input.query, own)
  const asked = analysed.length > 0 ? analysed : input.analyse(input.query, undefined)
  return asked.map((word) => {
    if (input.words.idf(word.stem) < input.words.unknownIdf) return word
    const other = input.languages
      .flatMap((language) => input.analyse(word.folded, language))
      .find((read) => input.words.idf(read.stem) < input.words.unknownIdf)
    return other ?? word
  })
}

function scorePassages(input: { query: readonly AnalysedWord[]; everyWord: readonly AnalysedWord[]; fields: Fields }): Float32Array {
  const { query, fields } = input
  const stems = query.map((word) => word.stem)
  const words = fields.words.score(stems)
  const grams = fields.grams.score(gramsOf(input.everyWord))
  const headings = fields.headings.score(stems)
  const bigrams = fields.bigrams.score(stemBigrams(query))
  const bestWords = maximum(words) || 1
  const bestGrams = maximum(grams) || 1
  const scores = words.map(
    (score, index) =>
      (score + headingWeight * (headings[index] ?? 0) + bigramWeight * (bigrams[index] ?? 0)) / bestWords + (gramWeight * (grams[index] ?? 0)) / bestGrams,
  )
  const best = maximum(scores)
  return best > 0 ? scores.map((score) => score / best) : scores
}

function maximum(values: Float32Array): number {
  return values.reduce((best, value) => Math.max(best, value), 0)
}

/** In a handful of passages every word looks common, so there no word weighs less than half of an unknown one. */
function weigh(query: readonly AnalysedWord[], words: Postings, passageCount: number): WeightedWord[] {
  const floor = (words.unknownIdf / 2) * Math.min(1, handful / Math.max(1, passageCount))
  return query.map((word) => ({ ...word, weight: Math.max(words.idf(word.stem), floor) }))
}

/** The share of the question's names that a passage holds; 1 when it has none. */
function namesHeld(input: { question: readonly WeightedWord[]; names: ReadonlySet<string>; passage: IndexedPassage; analyse: TextAnalyser }): number {
  const { passage, analyse } = input
  const names = input.question.filter(({ folded }) => input.names.has(folded)).map((word) => ({ ...word, weight: 1 }))
  return names.length === 0 ? 1 : coverage(names, analyse(`${titleOf(passage)}\n${passage.text}`, passage.language))
}

interface PassageQuestion {
  question: readonly WeightedWord[]
  passage: IndexedPassage
  analyse: TextAnalyser
  sameLanguage: boolean
}

function passageCoverage({ question, passage, analyse, sameLanguage }: PassageQuestion): number {
  const title = analyse(titleOf(passage), passage.language)
  const heldBy = (text: string) => coverage(question, [...title, ...analyse(text, passage.language)], { sameLanguage })
  const bestSentence = splitSentences(passage.text).reduce((best, { start, end }) => Math.max(best, heldBy(passage.text.slice(start, end))), 0)
  return (heldBy(passage.text) + bestSentence) / 2
}
