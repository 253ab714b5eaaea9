import { detectLanguage } from '../language/detect-language.js'
import { createTextAnalyser, type TextAnalyser } from '../retrieval/analyse-text.js'
import { withItsList } from '../retrieval/announced-list.js'
import { coverage } from '../retrieval/coverage.js'
import { type SentenceSpan, splitSentences } from '../retrieval/split-sentences.js'

const shortQuote = 60
const longestQuote = 500

/** Where the part of a passage that supports all of the statements stands: from the first to the last of their sentences. */
export function chooseQuote(input: { passage: string; statements: readonly string[]; question: string }): SentenceSpan {
  const { passage, question } = input
  const spans = splitSentences(passage)
  const analyse = createTextAnalyser()
  const places = input.statements.map((statement) => bestSentence({ passage, spans, statement, question, analyse }))
  const quoted = places.map((place) => withItsList(passage, spans, place))
  const start = Math.min(...quoted.map((span) => span.start))
  const end = Math.max(...quoted.map((span) => span.end))
  if (spans.length === 0 || quoted.length === 0) return trimmed(passage)
  return { start, end: withNext({ start, end }, spans) }
}

function trimmed(passage: string): SentenceSpan {
  return { start: passage.length - passage.trimStart().length, end: passage.trimEnd().length }
}

/** The share of a statement's subject words that a text holds. */
export function support(input: { claim: string; text: string; analyse: TextAnalyser }): number {
  const language = detectLanguage(input.text) ?? detectLanguage(input.claim)
  const claim = input.analyse(input.claim, language).map((word) => ({ ...word, weight: 1 }))
  return coverage(claim, input.analyse(input.text, language))
}

/** A text without what line breaks, quotation and escapes do to it, to tell whether it stands in another. */
export function plainWords(text: string): string {
  return text
    .replace(/\\([[\]])/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim()
}

function bestSentence(input: { passage: string; spans: SentenceSpan[]; statement: string; question: string; analyse: TextAnalyser }): number {
  const { passage, spans, statement, analyse } = input
  const sentences = spans.map(({ start, end }) => passage.slice(start, end))
  const verbatim = sentences.findIndex((sentence) => plainWords(sentence) === plainWords(statement))
  if (verbatim !== -1) return verbatim
  const scores = sentences.map(
    (sentence) =>
      2 * support({ claim: statement, text: sentence, analyse }) +
      2 * support({ claim: sentence, text: statement, analyse }) +
      support({ claim: input.question, text: sentence, analyse }),
  )
  return scores.indexOf(Math.max(...scores))
}

/** A heading line or a scrap alone says little, so what follows it belongs to the quote. */
function withNext({ start, end }: SentenceSpan, spans: readonly SentenceSpan[]): number {
  const next = spans.find((span) => span.start >= end)
  return end - start < shortQuote && next !== undefined && next.end - start <= longestQuote ? next.end : end
}
