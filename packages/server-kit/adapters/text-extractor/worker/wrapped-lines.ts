import type { LineJoiner } from './join-lines.js'

/** A line with where it begins and ends, in any unit; without an end nothing is known of it but its words. */
export interface MeasuredLine {
  text: string
  left: number
  right?: number
}

/** Rims that differ by less than this many letters are one rim. */
const sameRim = 3
const itemMark = /^\s*(?:[-*+•▪◦‣–●]|\d{1,3}[.)]|\p{L}[.)])\s/u

/** A paragraph's lines as its text: a line that was full goes on in the next, one that ended early ends with a line break. */
export function joinWrapped(lines: readonly MeasuredLine[], join: LineJoiner): string {
  const margin = marginOf(lines)
  let text = ''
  for (const [index, line] of lines.entries()) {
    if (index === 0) text = line.text
    else text = endsLine(lines, index - 1, margin) ? `${text}\n${line.text}` : join(text, line.text)
  }
  return text
}

/** The right rim of the text; a few lines that stick out do not make it. */
function marginOf(lines: readonly MeasuredLine[]): number {
  const rims = lines.flatMap(({ right }) => right ?? []).toSorted((first, second) => second - first)
  return rims[Math.floor(rims.length / 10)] ?? 0
}

/** Whether a line was ended by its writer: the next word would still have fitted, and its neighbours make no narrower column with it. */
function endsLine(lines: readonly MeasuredLine[], index: number, margin: number): boolean {
  const line = lines[index]
  const next = lines[index + 1]
  if (line?.right === undefined || next?.right === undefined) return false
  if (itemMark.test(next.text)) return true
  if (/^\s*\p{Ll}/u.test(next.text) || /[\p{L}\p{N}][-\u00AD\u2010\u2011]$/u.test(line.text)) return false
  const letter = (next.right - next.left) / Math.max(1, next.text.length)
  const firstWord = /^\S+/u.exec(next.text.trimStart())?.[0].length ?? 0
  const neighbours = [lines[index - 2], lines[index - 1], next, lines[index + 2]].flatMap((other) => other?.right ?? [])
  const isFarRim = (line.right - line.left) * 3 > margin - line.left
  const sharesRim = isFarRim && neighbours.filter((right) => Math.abs(right - (line.right ?? 0)) < sameRim * letter).length >= 2
  return !sharesRim && line.right + (firstWord + 1) * letter < margin
}
