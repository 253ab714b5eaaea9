import { endsInAbbreviation } from '../language/abbreviations.js'

/** A sentence as it stands in its text: `text.slice(start, end)`. */
export interface SentenceSpan {
  start: number
  end: number
}

/** What has no stop for longer than this is cut at a comma or a space, so that a quote stays readable. */
const longestSentence = 400
const shortestSentence = 2
/** An abbreviation is looked for in so many characters before a stop. */
const longestWord = 80
/** A stop before a word that can begin a sentence, a full-width stop, or a line break that no wrapped line continues. */
const boundary = /(?<=[.!?…]["'»”’)\]]{0,2})[^\S\n]+(?=["'«“‘([¿¡\-*•]?\s?[\p{Lu}\p{N}¿¡])|(?<=[。！？]["'»”’)\]」』]{0,2})(?=\S)|\s*\n(?!\s*\p{Ll}(?![.)]))/gu

/** Cuts a text into sentences, list items and lines of their own; the spans hold no outer white space. */
export function splitSentences(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = []
  let start = 0
  for (const stop of text.matchAll(boundary)) {
    const end = stop.index
    const isLineBreak = stop[0].includes('\n')
    if (
      !isLineBreak &&
      (isItemMark(text.slice(start, end)) ||
        endsInAbbreviation(text.slice(Math.max(start, end - longestWord), end), text.slice(end + stop[0].length, end + stop[0].length + 2)))
    )
      continue
    addSpan(spans, text, { start, end })
    start = end + stop[0].length
  }
  addSpan(spans, text, { start, end: text.length })
  return spans
}

function isItemMark(text: string): boolean {
  return /^\s*(?:\d{1,3}|\p{L})[.)]$/u.test(text)
}

function addSpan(spans: SentenceSpan[], text: string, span: SentenceSpan): void {
  let { start, end } = span
  while (start < end && /\s/u.test(text[start] ?? '')) start++
  while (end > start && /\s/u.test(text[end - 1] ?? '')) end--
  while (end - start > longestSentence) {
    const stop = readableCut(text, start)
    spans.push({ start, end: stop })
    start = stop
    while (start < end && /\s/u.test(text[start] ?? '')) start++
  }
  if (end - start >= shortestSentence) spans.push({ start, end })
}

function readableCut(text: string, start: number): number {
  const piece = text.slice(start, start + longestSentence)
  const clause = Math.max(...[';', ',', ':'].map((mark) => piece.lastIndexOf(`${mark} `) + 1))
  if (clause > longestSentence / 2) return start + clause
  const space = piece.lastIndexOf(' ')
  return space > longestSentence / 2 ? start + space : safeCut(text, start + longestSentence)
}

/** Never between the halves of a surrogate pair. */
function safeCut(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}
