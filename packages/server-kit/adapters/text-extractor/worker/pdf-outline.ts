import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Block } from '../../../ports/text-extractor.js'
import type { Bookmark, Line } from './pdf-line.js'

const deepest = 6
const mostEntries = 2000

type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>

/** The document's bookmarks in order, with the page each points to. A broken one points nowhere. */
export async function readBookmarks(pdf: PDFDocumentProxy): Promise<Bookmark[]> {
  const outline = await pdf.getOutline().catch(() => [])
  const items = flatten(outline ?? [], 1).slice(0, mostEntries)
  const bookmarks: Bookmark[] = []
  for (const { title, level, dest } of items) bookmarks.push({ title, level, ...(await placeOf(pdf, dest).catch(() => ({}))) })
  return bookmarks.filter(({ title }) => title.trim() !== '')
}

function flatten(outline: Outline, level: number): { title: string; level: number; dest: unknown }[] {
  if (level > deepest) return []
  return outline.flatMap(({ title, dest, items }) => [{ title, level, dest }, ...flatten(items as Outline, level + 1)])
}

async function placeOf(pdf: PDFDocumentProxy, dest: unknown): Promise<{ page?: number; y?: number }> {
  const target: unknown = typeof dest === 'string' ? await pdf.getDestination(dest) : dest
  if (!Array.isArray(target)) return {}
  const [place, kind, ...numbers] = target as unknown[]
  const index = typeof place === 'number' ? place : await pdf.getPageIndex(place as Parameters<PDFDocumentProxy['getPageIndex']>[0])
  const y = isNamed(kind, 'XYZ') ? numbers[1] : isNamed(kind, 'FitH') ? numbers[0] : undefined
  return { page: index + 1, ...(typeof y === 'number' ? { y } : {}) }
}

function isNamed(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === name
}

/** Bookmarks as headings of a document that has no other text. */
export function headingsOf(bookmarks: readonly Bookmark[]): Block[] {
  return bookmarks.map(({ title, level }) => ({ kind: 'heading', level, text: title }))
}

/** Marks the line a bookmark names as a heading; a bookmark whose words are not on its page becomes a line of its own there. */
export function markHeadings(pages: Line[][], bookmarks: readonly Bookmark[]): Line[][] {
  return pages.map((lines, index) => {
    const here = bookmarks.filter(({ page }) => page === index + 1)
    return here.length === 0 || lines.length === 0 ? lines : here.reduce(markHeading, lines)
  })
}

function markHeading(lines: Line[], bookmark: Bookmark): Line[] {
  const wanted = keyOf(bookmark.title)
  const at = lines.findIndex((line, index) => !line.bookmark && wanted !== '' && startsHeading(lines, index, wanted) > 0)
  const count = at === -1 ? 0 : startsHeading(lines, at, wanted)
  if (count > 0) return lines.map((line, index) => (index >= at && index < at + count ? { ...line, bookmark } : line))
  const below = bookmark.y === undefined ? 0 : lines.findIndex(({ y }) => y <= (bookmark.y ?? 0))
  const place = below === -1 ? lines.length : below
  const neighbour = lines[Math.min(place, lines.length - 1)]
  const own: Line = { text: bookmark.title, x: neighbour?.x ?? 0, y: bookmark.y ?? neighbour?.y ?? 0, size: neighbour?.size ?? 0, bookmark }
  return [...lines.slice(0, place), own, ...lines.slice(place)]
}

/** How many lines from `index` on make up the wanted title; 0 when they do not. */
function startsHeading(lines: readonly Line[], index: number, wanted: string): number {
  let text = ''
  for (let count = 1; count <= 3 && index + count <= lines.length; count += 1) {
    text = `${text} ${lines[index + count - 1]?.text ?? ''}`
    const key = keyOf(text)
    if (key === wanted) return count
    if (!wanted.startsWith(key)) return 0
  }
  return 0
}

/** Letters and digits only, and no section number: bookmarks and pages often differ in them. */
function keyOf(text: string): string {
  const key = text.normalize('NFKC').toLowerCase()
  return key.replace(/^[\s\d.]+(?=.*\p{L})/u, '').replace(/[^\p{L}\p{N}]/gu, '')
}
