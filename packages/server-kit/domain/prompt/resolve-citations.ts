import type { Citation } from '@coachkit/contract'
import { createTextAnalyser, type TextAnalyser } from '../retrieval/analyse-text.js'
import { splitSentences } from '../retrieval/split-sentences.js'
import { chooseQuote, plainWords, support } from './choose-quote.js'
import { isDontKnow } from './dont-know.js'

/** A passage that stood in the prompt; its place in the list is its number. */
export interface CitablePassage {
  id: string
  documentId: string
  documentName: string
  /** The web address of the document. */
  source?: string
  page?: number
  headings: string[]
  text: string
}

/** `[1]`, `[1, 2]` and the full-width forms some models write. */
const marker = /\s?[[【]\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*[\]】]/gu
/** Share of a statement's words a passage must hold to be cited without the model's word. */
const strongSupport = 0.5
const fewestWords = 3

/** Turns a model's `[n]` into citations with verbatim quotes: unknown numbers go, the rest count from 1 as they appear. */
export function resolveCitations(input: { text: string; question: string; passages: readonly CitablePassage[] }): { text: string; citations: Citation[] } {
  if (isDontKnow(input.text)) return { text: withoutMarkers(input.text), citations: [] }
  const marked = cites(input.text, input.passages) ? input.text : attachMarkers(input.text, input.passages)
  const order: number[] = []
  const text = marked.replace(marker, (whole: string, list: string) => {
    const known = numbersOf(list).filter((number) => input.passages[number - 1] !== undefined)
    for (const number of known) if (!order.includes(number)) order.push(number)
    const space = /^\s/u.test(whole) ? whole[0] : ''
    return known.length === 0 ? '' : `${space}${known.map((number) => `[${order.indexOf(number) + 1}]`).join('')}`
  })
  const citations = order.flatMap((number, index) => {
    const passage = input.passages[number - 1]
    if (passage === undefined) return []
    const { start, end } = chooseQuote({ passage: passage.text, statements: statementsFor(marked, number, passage.text), question: input.question })
    return [toCitation(passage, { number: index + 1, quote: passage.text.slice(start, end), start, end })]
  })
  return { text: text.trim(), citations }
}

function toCitation(passage: CitablePassage, resolved: Pick<Citation, 'number' | 'quote' | 'start' | 'end'>): Citation {
  const { id, documentId, documentName, source, page, headings } = passage
  const place = { ...(source === undefined ? {} : { source }), ...(page === undefined ? {} : { page }) }
  return { ...resolved, chunkId: id, documentId, documentName, headings, ...place }
}

function numbersOf(list: string): number[] {
  return [...new Set((list.match(/\d+/gu) ?? []).map(Number))]
}

function withoutMarkers(text: string): string {
  return text.replace(marker, '').trim()
}

function cites(text: string, passages: readonly CitablePassage[]): boolean {
  return [...text.matchAll(marker)].some((match) => numbersOf(match[1] ?? '').some((number) => passages[number - 1] !== undefined))
}

/** What the answer says before each mark of this number: the last sentence, and those before it that the passage clearly holds. */
function statementsFor(text: string, number: number, passage: string): string[] {
  const analyse = createTextAnalyser()
  const found: string[] = []
  let from = 0
  let claim = ''
  for (const match of text.matchAll(marker)) {
    const before = text.slice(from, match.index)
    from = match.index + match[0].length
    // Marks in a row share what stands before the first.
    if (before.trim() !== '') claim = lastParagraph(before)
    if (!numbersOf(match[1] ?? '').includes(number)) continue
    const sentences = splitSentences(claim).map(({ start, end }) => claim.slice(start, end))
    found.push(...sentences.filter((sentence, index) => index === sentences.length - 1 || isHeld(sentence, passage, analyse)))
  }
  return found
}

/** The text below the last blank line, without the marks of a quotation. */
function lastParagraph(text: string): string {
  const paragraph =
    text
      .trimEnd()
      .split(/\n[^\S\n]*\n/u)
      .at(-1) ?? ''
  return paragraph.replace(/^[^\S\n]*>[^\S\n]?/gmu, '')
}

function isHeld(sentence: string, passage: string, analyse: TextAnalyser): boolean {
  if (plainWords(passage).includes(plainWords(sentence))) return true
  return analyse(sentence, 'en').length >= fewestWords && support({ claim: sentence, text: passage, analyse }) >= strongSupport
}

/** An answer without any mark gets them only where a sentence clearly repeats a passage. */
function attachMarkers(text: string, passages: readonly CitablePassage[]): string {
  const analyse = createTextAnalyser()
  let result = ''
  let from = 0
  for (const { start, end } of splitSentences(text)) {
    const sentence = withoutMarkers(text.slice(start, end))
    const scores = passages.map((passage) => support({ claim: sentence, text: passage.text, analyse }))
    const best = scores.indexOf(Math.max(...scores))
    const isStrong = (scores[best] ?? 0) >= strongSupport && analyse(sentence, 'en').length >= fewestWords
    result += `${text.slice(from, end)}${isStrong ? ` [${best + 1}]` : ''}`
    from = end
  }
  return result + text.slice(from)
}
