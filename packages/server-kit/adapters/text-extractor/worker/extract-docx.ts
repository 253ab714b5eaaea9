import mammoth from 'mammoth'
import type { Block, ExtractedDocument } from '../../../ports/text-extractor.js'
import { checkZip } from './check-zip.js'
import { createBlockReader } from './html-blocks.js'

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

/** mammoth writes plain, well-formed HTML of few tags; it is read tag by tag. */
function blocksOfHtml(html: string): Block[] {
  const reader = createBlockReader()
  for (const [, closing, name = '', words] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>|([^<]+)/g)) {
    if (words !== undefined) reader.text(decodeEntities(words))
    else if (closing) reader.close(name)
    else reader.open(name)
  }
  return reader.end()
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name] ?? whole
    const point = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : ''
  })
}
