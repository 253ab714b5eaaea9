import type { Line } from './pdf-line.js'

/** Lines at the edges of a page that may be a running header or footer. */
const edgeLines = 3
const fewestPages = 3
const fewestEntries = 5
const leader = /(?:\s?[.·…]){4,}\s*/g
const contentsEntry = /(?:\s?[.·…]){4,}\s*(\d{1,4})$/

/** What a page repeats or points with is dropped: running headers and footers, and the lines of a table of contents. */
export function withoutRunningLines(pages: Line[][]): Line[][] {
  return withoutContents(withoutEdges(pages))
}

function withoutEdges(pages: Line[][]): Line[][] {
  if (pages.length < fewestPages) return pages
  // What is printed on both sides carries one line on its left pages and another on its right ones.
  const sides = [pages, pages.filter((_, at) => at % 2 === 0), pages.filter((_, at) => at % 2 === 1)].map(repeatedOn)
  const running = (line: Line) => sides.some((keys) => keys.has(runningKey(line)))
  return pages.map((lines) => {
    const edge = new Set(edges(lines))
    return lines.filter((line) => !(edge.has(line) && running(line)))
  })
}

/** The lines that most of these pages have at an edge. */
function repeatedOn(pages: Line[][]): Set<string> {
  const counts = new Map<string, number>()
  for (const lines of pages) for (const key of new Set(edges(lines).map(runningKey))) counts.set(key, (counts.get(key) ?? 0) + 1)
  const enough = Math.max(fewestPages, pages.length * 0.5)
  return new Set([...counts].filter(([, count]) => count >= enough).map(([key]) => key))
}

function edges(lines: Line[]): Line[] {
  const byHeight = lines.toSorted((first, second) => second.y - first.y)
  return [...byHeight.slice(0, edgeLines), ...byHeight.slice(-edgeLines)]
}

/** Page numbers differ from page to page; the rest of the line does not. */
function runningKey(line: Line): string {
  return line.text.replace(/\d+/g, '#').toLowerCase()
}

/** An entry of a table of contents says nothing its section does not, and would be found in its place. */
function withoutContents(pages: Line[][]): Line[][] {
  const isEntry = ({ text }: Line) => {
    const page = Number(contentsEntry.exec(text)?.[1] ?? Number.NaN)
    return page >= 1 && page <= pages.length
  }
  const entries = pages.flat().filter(isEntry).length
  const dropped = pages.length > fewestPages && entries >= fewestEntries ? isEntry : () => false
  const kept = pages.map((lines) => lines.filter((line) => !dropped(line)))
  const saysSomething = kept.flat().length > 0 ? kept : pages
  return saysSomething.map((lines) => lines.map((line) => ({ ...line, text: line.text.replace(leader, ' … ').trim() })))
}
