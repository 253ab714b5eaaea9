import mammoth from 'mammoth'
import type { Block, ExtractedDocument } from '../../../ports/text-extractor.js'
import { checkZip } from './check-zip.js'

const contentsLevels = 9
/** The entries of a table of contents say nothing that their sections do not. */
const styleMap = ["p[style-name='Title'] => h1:fresh", ...Array.from({ length: contentsLevels }, (_, at) => `p[style-name='toc ${at + 1}'] => !`)]

/** A Word document as mammoth reads it: headings, paragraphs, lists, tables, footnotes. Nothing outside the file is opened. */
export async function extractDocx(bytes: Uint8Array): Promise<ExtractedDocument> {
  await checkZip(bytes)
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { externalFileAccess: false, convertImage: mammoth.images.imgElement(async () => ({ src: '' })), styleMap },
  )
  return { blocks: blocksOfHtml(value) }
}

interface Reader {
  blocks: Block[]
  text: string
  /** Open lists, outermost first, with their item counts. */
  lists: { ordered: boolean; count: number }[]
  list: string
  table: string[][] | undefined
  tableDepth: number
}

/** mammoth writes plain, well-formed HTML of few tags; it is read tag by tag. */
function blocksOfHtml(html: string): Block[] {
  const reader: Reader = { blocks: [], text: '', lists: [], list: '', table: undefined, tableDepth: 0 }
  for (const [, closing, name = '', words] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>|([^<]+)/g)) {
    if (words !== undefined) reader.text += decodeEntities(words)
    else if (closing) close(reader, name)
    else open(reader, name)
  }
  flush(reader, 'paragraph')
  return reader.blocks
}

function open(reader: Reader, name: string): void {
  if (name === 'br') reader.text += '\n'
  if (name === 'ul' || name === 'ol') {
    // What stands before a list inside an item belongs to that item.
    endItem(reader)
    reader.lists.push({ ordered: name === 'ol', count: 0 })
  }
  if (name === 'li') {
    const list = reader.lists.at(-1)
    if (list) list.count += 1
  }
  if (name === 'table') {
    reader.tableDepth += 1
    if (reader.tableDepth === 1) {
      flush(reader, 'paragraph')
      reader.table = []
    }
  }
  if (name === 'tr' && reader.tableDepth === 1) reader.table?.push([])
}

function close(reader: Reader, name: string): void {
  const level = /^h([1-6])$/.exec(name)?.[1]
  if (level && reader.tableDepth === 0) return flush(reader, 'heading', Number(level))
  if (name === 'p' || level) return endParagraph(reader)
  if (name === 'li') return endItem(reader)
  if (name === 'ul' || name === 'ol') return endList(reader)
  if ((name === 'td' || name === 'th') && reader.tableDepth === 1) return endCell(reader)
  if (name === 'table') endTable(reader)
}

function endParagraph(reader: Reader): void {
  if (reader.tableDepth > 0 || reader.lists.length > 0) reader.text += '\n'
  else flush(reader, 'paragraph')
}

function endItem(reader: Reader): void {
  const list = reader.lists.at(-1)
  const text = reader.text.trim()
  if (!list || !text || reader.tableDepth > 0) return
  const mark = list.ordered ? `${list.count}.` : '-'
  reader.list += `${'  '.repeat(reader.lists.length - 1)}${mark} ${text.replace(/\n+/g, ' ')}\n`
  reader.text = ''
}

function endList(reader: Reader): void {
  endItem(reader)
  reader.lists.pop()
  if (reader.lists.length > 0 || !reader.list) return
  reader.blocks.push({ kind: 'list', text: reader.list.trimEnd() })
  reader.list = ''
}

function endCell(reader: Reader): void {
  reader.table?.at(-1)?.push(reader.text.trim().replace(/\s+/g, ' '))
  reader.text = ''
}

function endTable(reader: Reader): void {
  reader.tableDepth -= 1
  if (reader.tableDepth > 0 || !reader.table) return
  const rows = reader.table.map((cells) => cells.filter(Boolean).join(' | ')).filter(Boolean)
  if (rows.length > 0) reader.blocks.push({ kind: 'table', text: rows.join('\n') })
  reader.table = undefined
}

function flush(reader: Reader, kind: 'heading' | 'paragraph', level?: number): void {
  const text = reader.text.trim()
  reader.text = ''
  if (text) reader.blocks.push({ kind, text, ...(level === undefined ? {} : { level }) })
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name] ?? whole
    const point = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : ''
  })
}
