import type { TextItem } from 'pdfjs-dist/types/src/display/api.js'
import type { Line } from './pdf-line.js'

interface Piece {
  text: string
  x: number
  y: number
  width: number
  size: number
  /** Written right to left: the next piece stands to the left. */
  leftward: boolean
}

/** Joins a page's pieces of text into lines, in the order the page draws them. */
export function linesOf(items: unknown[]): Line[] {
  const texts = items.filter(isTextItem)
  const nameless = namelessFonts(texts)
  const lines: Piece[][] = []
  let line: Piece[] = []
  for (const item of texts) {
    const piece = pieceOf(item, nameless)
    const last = line.at(-1)
    if (last && piece.text.trim() !== '' && Math.abs(piece.y - last.y) > Math.max(piece.size, last.size) * 0.6) {
      lines.push(line)
      line = []
    }
    if (piece.text !== '' && !line.some((other) => isDouble(piece, other))) line.push(piece)
    if (item.hasEOL && line.length > 0) {
      lines.push(line)
      line = []
    }
  }
  if (line.length > 0) lines.push(line)
  return withoutDoubles(lines.map(toLine).filter(({ text }) => text !== ''))
}

/** Fonts whose letters are mere numbers: what is set in them cannot be read. */
function namelessFonts(items: readonly TextItem[]): ReadonlySet<string> {
  const texts = new Map<string, string>()
  for (const { fontName, str } of items) texts.set(fontName, (texts.get(fontName) ?? '') + str)
  const isNameless = (text: string) => (text.match(numberCharacter)?.length ?? 0) > text.length * mostNumbers
  return new Set([...texts].filter(([, text]) => isNameless(text)).map(([fontName]) => fontName))
}

/** TeX fonts that do not name their letters leave their ligatures and quotation marks at the places of the Cork encoding. */
const cork: Readonly<Record<string, string>> = {
  '\u0010': '“',
  '\u0011': '”',
  '\u0013': '«',
  '\u0014': '»',
  '\u0015': '–',
  '\u0016': '—',
  '\u001B': 'ff',
  '\u001C': 'fi',
  '\u001D': 'fl',
  '\u001E': 'ffi',
  '\u001F': 'ffl',
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: they stand for letters
const corkCharacter = /[\u0010\u0011\u0013-\u0016\u001B-\u001F]/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: they stand for nothing that can be known
const numberCharacter = /[\u0001-\u0008\u000B\u000C\u000E\u000F\u0012\u0017-\u001A]/g
const mostNumbers = 0.1

/** A text of mostly such characters is of a font that says nothing of its letters. */
function withLigatures(text: string): string {
  const count = text.match(corkCharacter)?.length ?? 0
  return count * 4 > text.length ? text.replace(corkCharacter, '') : text.replace(corkCharacter, (letter) => cork[letter] ?? letter)
}

function isTextItem(item: unknown): item is TextItem {
  return typeof item === 'object' && item !== null && 'str' in item
}

function pieceOf(item: TextItem, nameless: ReadonlySet<string>): Piece {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform as number[]
  const text = nameless.has(item.fontName) ? '' : withLigatures(item.str)
  return { text, x, y, width: item.width, leftward: item.dir === 'rtl', size: Math.hypot(c, d) || Math.hypot(a, b) || item.height }
}

/** Fake bold draws the same letters again a hair beside. */
function isDouble(piece: Piece, other: Piece): boolean {
  if (piece.text !== other.text || piece.text.trim() === '') return false
  return Math.abs(piece.x - other.x) < piece.size * 0.12 && Math.abs(piece.y - other.y) < piece.size * 0.12
}

function toLine(pieces: Piece[]): Line {
  let text = ''
  let previous: Piece | undefined
  for (const piece of pieces) {
    if (previous && isApart(previous, piece) && !/\s$/.test(text) && !/^\s/.test(piece.text)) text += ' '
    text += piece.text
    previous = piece
  }
  const inked = pieces.filter((piece) => piece.text.trim() !== '')
  const size = Math.max(0, ...inked.map((piece) => piece.size))
  const right = inked.some(({ leftward }) => leftward) ? undefined : Math.max(...inked.map(({ x, width }) => x + width))
  return { text: undouble(text.replace(/\s+/g, ' ').trim()), x: inked[0]?.x ?? 0, y: inked[0]?.y ?? 0, size, ...(right === undefined ? {} : { right }) }
}

/** Whether a word ends between two pieces. Right-to-left fonts set their words closer. */
function isApart(previous: Piece, piece: Piece): boolean {
  const gap = piece.x - (previous.x + previous.width)
  if (gap > piece.size * 0.22) return true
  if (!piece.leftward && !previous.leftward && gap < -piece.size) return true
  return (piece.leftward || previous.leftward) && previous.x - (piece.x + piece.width) > piece.size * 0.15
}

/** Some fake bold reaches us already merged, every letter twice: "BBOOLLDD". */
function undouble(text: string): string {
  return text.replace(/\s/g, '').length >= 6 && /^(?:(\p{L})\1|\s)+$/u.test(text) ? text.replace(/(\p{L})\1/gu, '$1') : text
}

/** The same line drawn again at the same place. */
function withoutDoubles(lines: Line[]): Line[] {
  return lines.filter((line, index) => {
    const before = lines.slice(Math.max(0, index - 3), index)
    return !before.some((other) => other.text === line.text && Math.abs(other.x - line.x) < line.size * 0.2 && Math.abs(other.y - line.y) < line.size * 0.2)
  })
}
