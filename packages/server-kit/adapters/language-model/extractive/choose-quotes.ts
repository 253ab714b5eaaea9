import { withItsList } from '../../../domain/retrieval/announced-list.js'
import { buildLexicalIndex } from '../../../domain/retrieval/lexical-index.js'
import { dropNearDuplicates } from '../../../domain/retrieval/near-duplicates.js'
import { type SentenceSpan, splitSentences } from '../../../domain/retrieval/split-sentences.js'
import type { GroundingPassage } from '../../../ports/index.js'

/** A part of a passage, verbatim. */
export interface Quote {
  number: number
  /** Where it begins in the passage's text. */
  start: number
  text: string
}
interface Candidate {
  passage: GroundingPassage
  sentence: string
  /** The sentence, with the list it announces or the line its title stands above. */
  span: SentenceSpan
  text: string
}

interface Ranked {
  candidate: Candidate
  /** How well the sentence alone fits the question, 0 to 1. */
  words: number
  score: number
}

const mostStatements = 6
/** Characters of all quotes together; the first statement goes whole. */
const longestText = 650
const shortestSentence = 25
const shortLine = 100
/** Entries that stand together, such as those of a receipt. */
const longestRecord = 300
/** Share of a text that may be addresses before it is taken for a reference. */
const mostAddress = 0.4
/** What stands beside the sentence's own score of 0 to 1; measured by how often the quotes hold the answer of the question sets. */
const passageWeight = 1.5
const numberWeight = 0.2
const wholeSentenceWeight = 0.4
/** A further sentence must come this close to the best, and its own words this close to the best words. */
const closeToBest = 0.5
const closeToBestWords = 0.1
/** Below this confidence the sentences share no more than parts of words with the question. */
const wordsTellFrom = 0.02
/** Where no sentence has a word of the question, its passage alone speaks for it, and has to come this close. */
const closeWithoutWords = 0.8
/** What is left out between two quotes is not worth leaving out below this. */
const shortGap = 200
const endsWhole = /[.!?…:;。！？]["'»”’)\]]{0,2}$/u
const asksNumber =
  /\bhow (?:many|much|long|old|far|often|tall|big|large)\b|\bwhen\b|\bwhat (?:year|percent|percentage|date)\b|cu[aá]nt|cu[aá]ndo|\bqu[eé] (?:año|porcentaje|fecha|día)\b|\bquant[oa]s?\b|\bquando\b/iu

/** The statements that answer best, in reading order; what stands side by side in a passage stays together. */
export function chooseQuotes(input: { question: string; language: string; passages: readonly GroundingPassage[] }): Quote[] {
  const ranked = rankCandidates(input)
  const best = ranked[0]?.score ?? 0
  const bestWords = Math.max(...ranked.map(({ words }) => words))
  const closeness = bestWords > 0 ? closeToBest : closeWithoutWords
  const close = ranked.filter(({ score, words }) => score >= best * closeness && words >= bestWords * closeToBestWords)
  const distinct = dropNearDuplicates(
    close.map(({ candidate }) => candidate),
    mostStatements,
  )
  let chosen: Candidate[] = []
  let quotes: Quote[] = []
  for (const candidate of distinct) {
    const more = inReadingOrder(input.passages, [...chosen, candidate])
    if (chosen.length > 0 && more.reduce((sum, { text }) => sum + text.length, 0) > longestText) continue
    chosen = [...chosen, candidate]
    quotes = more
  }
  return quotes
}

function inReadingOrder(passages: readonly GroundingPassage[], chosen: readonly Candidate[]): Quote[] {
  return passages.flatMap((passage) =>
    joined(chosen.filter((candidate) => candidate.passage === passage).map(({ span }) => span)).map(({ start, end }) => ({
      number: passage.number,
      start,
      text: passage.text.slice(start, end),
    })),
  )
}

function rankCandidates(input: { question: string; language: string; passages: readonly GroundingPassage[] }): Ranked[] {
  const all = input.passages.flatMap(candidatesOf)
  // Headings speak for the whole passage, whose score has them already.
  const index = buildLexicalIndex(all.map(({ sentence }) => ({ text: sentence, headings: [], documentName: '', language: input.language })))
  const { confidence, hits } = index.search(input.question, all.length)
  const scores = new Map(confidence < wordsTellFrom ? [] : hits.map((hit) => [hit.index, hit.score]))
  const wantsNumber = asksNumber.test(input.question)
  const ranked = all
    .map((candidate, at) => ({
      candidate,
      words: scores.get(at) ?? 0,
      score:
        (scores.get(at) ?? 0) +
        passageWeight * candidate.passage.score +
        (wantsNumber && /\p{N}/u.test(candidate.sentence) ? numberWeight : 0) +
        (endsWhole.test(candidate.sentence) ? wholeSentenceWeight : 0),
    }))
    .toSorted((left, right) => right.score - left.score)
  const telling = ranked.filter(({ candidate }) => tells(candidate.text))
  return telling.length > 0 ? telling : ranked
}

function candidatesOf(passage: GroundingPassage): Candidate[] {
  const spans = splitSentences(passage.text)
  return spans.map((own, index) => {
    const span = withItsLines(passage.text, spans, index)
    return { passage, sentence: passage.text.slice(own.start, own.end), span, text: passage.text.slice(span.start, span.end) }
  })
}

/** A short line without a stop is a title, a term or an entry: the lines around it say what of. */
function withItsLines(text: string, spans: readonly SentenceSpan[], index: number): SentenceSpan {
  const { start, end } = withItsList(text, spans, index)
  const isLine = (span: SentenceSpan | undefined) => span !== undefined && isShortLine(text.slice(span.start, span.end))
  const follows = (from: SentenceSpan | undefined, to: SentenceSpan | undefined) =>
    from && to && text.slice(from.end, to.start).trim() === '' && !/\n\s*\n/u.test(text.slice(from.end, to.start))
  if (!isLine(spans[index])) return { start, end }
  let last = index
  while (follows(spans[last], spans[last + 1]) && (last === index || isLine(spans[last])) && (spans[last + 1]?.end ?? 0) - start <= longestRecord) last++
  const before = spans[index - 1]
  return { start: isLine(before) && follows(before, spans[index]) ? (before?.start ?? start) : start, end: Math.max(end, spans[last]?.end ?? end) }
}

function isShortLine(text: string): boolean {
  return text.length < shortLine && !endsWhole.test(text)
}

/** Whether a text says something of its own: no scrap, no web address with a name. */
function tells(text: string): boolean {
  const addresses = text.match(/\bhttps?:\/\/[^\s)>\]]+|\bwww\.[^\s)>\]]+/gu)?.join('').length ?? 0
  return text.length >= shortestSentence && addresses < text.length * mostAddress
}

/** Spans in reading order; those that overlap or nearly follow one another become one. */
function joined(spans: readonly SentenceSpan[]): SentenceSpan[] {
  const result: SentenceSpan[] = []
  for (const span of spans.toSorted((left, right) => left.start - right.start)) {
    const last = result.at(-1)
    if (last !== undefined && span.start - last.end <= shortGap) last.end = Math.max(last.end, span.end)
    else result.push({ ...span })
  }
  return result
}
