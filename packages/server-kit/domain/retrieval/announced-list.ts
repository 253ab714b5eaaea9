import type { SentenceSpan } from './split-sentences.js'

const longestList = 1000
const itemMark = /^(?:[-*+•▪◦‣–●]|\d{1,3}[.)]|\p{L}[.)])\s/u

/** The span, and after a colon the list it announces: items whole, as many as stay readable; without a list the next line. */
export function withItsList(text: string, spans: readonly SentenceSpan[], index: number): SentenceSpan {
  const span = spans[index]
  if (span === undefined) return { start: 0, end: 0 }
  if (!/[:：]$/u.test(text.slice(span.start, span.end))) return span
  const announcer = itemDepth(text, span)
  const list = listAfter({ text, span, following: spans.slice(index + 1), announcer })
  if (list > span.end) return { start: span.start, end: list }
  const next = spans[index + 1]
  const isAnswered = announcer === undefined && next !== undefined && itemDepth(text, next) === undefined && next.end - span.start <= longestList
  return isAnswered ? { start: span.start, end: next.end } : span
}

interface Announced {
  text: string
  span: SentenceSpan
  following: readonly SentenceSpan[]
  /** The depth of the item that announces, when it is one: only deeper items are below it. */
  announcer: number | undefined
}

/** Where the list ends, at a whole item; the end of the span when there is none. */
function listAfter({ text, span, following, announcer }: Announced): number {
  let end = span.end
  let wholeItems = span.end
  for (const next of following) {
    const depth = itemDepth(text, next)
    const isItem = depth !== undefined && (announcer === undefined || depth > announcer)
    // The further sentences of an item stand on its line.
    if (!isItem && (depth !== undefined || end === span.end || text.slice(end, next.start).includes('\n'))) return end
    if (isItem) wholeItems = end
    if (next.end - span.start > longestList) return wholeItems
    end = next.end
  }
  return end
}

/** How far a list item is indented; `undefined` for what is no item. */
function itemDepth(text: string, span: SentenceSpan): number | undefined {
  const lead = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start)
  return lead.trim() === '' && itemMark.test(text.slice(span.start, span.end)) ? lead.length : undefined
}
