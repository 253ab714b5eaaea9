import type { Block } from '../../../ports/text-extractor.js'
import { createLineJoiner, type LineJoiner } from './join-lines.js'
import type { Bookmark, Line } from './pdf-line.js'
import { markHeadings } from './pdf-outline.js'
import { withoutRunningLines } from './pdf-running-lines.js'
import { joinWrapped, type MeasuredLine } from './wrapped-lines.js'

const headingRatio = 1.15
const maxHeadingLength = 160
/** Lines of one paragraph stand no further apart than this, by the height of their print; documents with wider lines tell so themselves. */
const closeLines = 1.75
const widestLeading = 2.6

/** Lines of pages to headings and paragraphs: running lines dropped, hyphenated words joined, bookmarks and large print as headings. */
export function blocksOfPages(pages: Line[][], bookmarks: readonly Bookmark[]): Block[] {
  const kept = markHeadings(withoutRunningLines(pages), bookmarks)
  const lines = kept.flat()
  const body = bodySize(lines)
  const context = { body, leading: usualLeading(kept), levels: headingLevels(lines, body), join: createLineJoiner(lines.map(({ text }) => text)) }
  return kept.flatMap((ofPage, index) => pageBlocks(ofPage, { ...context, page: index + 1 }))
}

/** The height most of the text is set in. */
function bodySize(lines: Line[]): number {
  const weights = new Map<number, number>()
  for (const { size, text } of lines) weights.set(rounded(size), (weights.get(rounded(size)) ?? 0) + text.length)
  return [...weights].toSorted((first, second) => second[1] - first[1])[0]?.[0] ?? 0
}

/** The distance most lines keep to the next, by the height of their print. */
function usualLeading(pages: Line[][]): number {
  const counts = new Map<number, number>()
  for (const lines of pages) {
    for (const [index, line] of lines.entries()) {
      const gap = line.y - (lines[index + 1]?.y ?? line.y)
      const ratio = Math.round((gap / Math.max(1, line.size)) * 20) / 20
      if (ratio > 0.5 && ratio < widestLeading) counts.set(ratio, (counts.get(ratio) ?? 0) + 1)
    }
  }
  return [...counts].toSorted((first, second) => second[1] - first[1])[0]?.[0] ?? 0
}

/** Sizes above the body's, largest first; below the bookmarks where a document has them. */
function headingLevels(lines: Line[], body: number): Map<number, number> {
  const above = Math.max(0, ...lines.map(({ bookmark }) => bookmark?.level ?? 0))
  const sizes = [...new Set(lines.filter((line) => isHeadingLine(line, body)).map(({ size }) => rounded(size)))].toSorted((first, second) => second - first)
  return new Map(sizes.map((size, index) => [size, Math.min(6, above + index + 1)]))
}

function isHeadingLine({ size, text }: Line, body: number): boolean {
  return rounded(size) >= body * headingRatio && text.length <= maxHeadingLength && /\p{L}{2}/u.test(text)
}

interface PageContext {
  page: number
  body: number
  leading: number
  levels: Map<number, number>
  join: LineJoiner
}

interface Group {
  level: number | undefined
  lines: Line[]
}

function pageBlocks(lines: Line[], context: PageContext): Block[] {
  const groups: Group[] = []
  for (const line of lines) {
    const level = levelOf(line, context)
    const last = groups.at(-1)
    if (last && belongs({ line, last, level, leading: context.leading })) last.lines.push(line)
    else groups.push({ level, lines: [line] })
  }
  return groups.map((group) => toBlock(group, context))
}

function toBlock({ level, lines }: Group, { join, page }: PageContext): Block {
  if (level !== undefined) return { kind: 'heading', text: lines.map(({ text }) => text).reduce(join), page, level }
  const columns = columnsOf(lines).map((column) => joinWrapped(column.map(measured), join))
  return { kind: 'paragraph', text: columns.reduce(join), page }
}

/** A paragraph's lines by column: the next begins where a line stands higher than the one before. */
function columnsOf(lines: Line[]): Line[][] {
  const columns: Line[][] = []
  let previous: Line | undefined
  for (const line of lines) {
    if (previous === undefined || line.y - previous.y > line.size) columns.push([])
    columns.at(-1)?.push(line)
    previous = line
  }
  return columns
}

function measured({ text, x, right }: Line): MeasuredLine {
  return { text, left: x, ...(right === undefined ? {} : { right }) }
}

function levelOf(line: Line, context: PageContext): number | undefined {
  if (line.bookmark) return line.bookmark.level
  return isHeadingLine(line, context.body) ? (context.levels.get(rounded(line.size)) ?? 1) : undefined
}

/** Whether a line goes on with the block before it: same kind and size, no larger gap than between lines. */
function belongs({ line, last, level, leading }: { line: Line; last: Group; level: number | undefined; leading: number }): boolean {
  const previous = last.lines.at(-1)
  if (previous === undefined || line.bookmark !== previous.bookmark || level !== last.level) return false
  if (/^(?:[•▪◦‣–*-]|\d{1,3}[.)]|[a-z]\))\s/.test(line.text)) return false
  const gap = previous.y - line.y
  // A jump up is the next column: a sentence in its middle goes on there. A raised letter is no jump.
  if (gap < -line.size) return /[\p{L}\p{N},;-]$/u.test(previous.text) && /^\p{Ll}/u.test(line.text)
  return gap <= Math.max(line.size, previous.size) * Math.max(closeLines, leading * 1.15)
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2
}
