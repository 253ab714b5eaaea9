import type { Block, ExtractedDocument } from '../../../ports/text-extractor.js'
import { decodeText } from './decode-text.js'
import { createLineJoiner } from './join-lines.js'
import { joinWrapped } from './wrapped-lines.js'

const maxHeadingLength = 90

/** Plain text: paragraphs at blank lines; a short line of its own that ends like a title is one. */
export function extractText(bytes: Uint8Array): ExtractedDocument {
  const blocks = decodeText(bytes)
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n+/)
    .flatMap((part) => blocksOf(part.trim()))
  return { blocks }
}

function blocksOf(part: string): Block[] {
  if (!part) return []
  const [first = '', ...rest] = part.split('\n')
  if (isHeading(part)) return [{ kind: 'heading', level: 1, text: part }]
  // A question followed by its answer on the next lines: the question is the title.
  if (rest.length > 0 && first.length <= maxHeadingLength && first.trimEnd().endsWith('?')) {
    return [
      { kind: 'heading', level: 2, text: first.trim() },
      { kind: 'paragraph', text: unwrapped(rest) },
    ]
  }
  const isList = rest.length > 0 && rest.every((line) => /^\s*(?:[-*•]|\d+[.)])\s/.test(line))
  return [isList ? { kind: 'list', text: part } : { kind: 'paragraph', text: unwrapped([first, ...rest]) }]
}

function unwrapped(lines: string[]): string {
  const measured = lines.map((line) => ({ text: line.trimEnd(), left: 0, right: line.trimEnd().length }))
  return joinWrapped(measured, createLineJoiner(lines))
}

function isHeading(part: string): boolean {
  if (part.includes('\n') || part.length > maxHeadingLength) return false
  const letters = part.replace(/[^\p{L}]/gu, '')
  return letters.length > 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()
}
