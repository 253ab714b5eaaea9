import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getDocument, OPS, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { ExtractedDocument } from '../../../ports/text-extractor.js'
import type { Line } from './pdf-line.js'
import { linesOf } from './pdf-lines.js'
import { headingsOf, readBookmarks } from './pdf-outline.js'
import { blocksOfPages } from './pdf-structure.js'
import { UnreadableError } from './unreadable-error.js'

const maxPages = 2000
const maxCharacters = 10_000_000
/** Letters and digits a page has on average when it has text at all; scans carry a page number at most. */
const fewestPerPage = 7
/** Pages looked at to tell a scan from blank pages. */
const picturePages = 5

/** A PDF's text in reading order, by page. Scripts in it never run; nothing is fetched. */
export async function extractPdf(bytes: Uint8Array): Promise<ExtractedDocument> {
  const pdf = await open(bytes)
  if (pdf.numPages > maxPages) throw new UnreadableError('DOCUMENT_008')
  const pages: Line[][] = []
  let characters = 0
  let weight = 0
  let unreadable = 0
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const lines = await pageLines(pdf, number)
    if (!lines) unreadable += 1
    for (const { text } of lines ?? []) {
      characters += text.length
      weight += weigh(text)
    }
    if (characters > maxCharacters) throw new UnreadableError('DOCUMENT_008')
    pages.push(lines ?? [])
  }
  if (unreadable === pdf.numPages) throw new UnreadableError('DOCUMENT_007')
  const bookmarks = await readBookmarks(pdf)
  const isSparse = weight < fewestPerPage * Math.max(1, pdf.numPages - unreadable)
  // Blank pages still have their sections; of pages that are pictures the sections alone would pass for the text.
  if (isSparse && (bookmarks.length === 0 || (await hasPictures(pdf)))) throw new UnreadableError('DOCUMENT_006')
  return { blocks: weight === 0 ? headingsOf(bookmarks) : blocksOfPages(pages, bookmarks), pageCount: pdf.numPages }
}

/** Letters and digits; where words are written without spaces, a character says about as much as three Latin letters. */
function weigh(text: string): number {
  const dense = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) + dense * 2
}

async function hasPictures(pdf: PDFDocumentProxy): Promise<boolean> {
  const pictures: readonly number[] = [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]
  for (let number = 1; number <= Math.min(pdf.numPages, picturePages); number += 1) {
    const operators = await pdf
      .getPage(number)
      .then((page) => page.getOperatorList())
      .catch(() => undefined)
    if (operators?.fnArray.some((operator) => pictures.includes(operator))) return true
  }
  return false
}

async function open(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const library = dirname(dirname(dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')))))
  try {
    return await getDocument({
      data: new Uint8Array(bytes),
      // Of a file that only restricts printing or copying; one that asks a reader for a password still does.
      password: '',
      cMapUrl: `${join(library, 'cmaps')}/`,
      cMapPacked: true,
      standardFontDataUrl: `${join(library, 'standard_fonts')}/`,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      isImageDecoderSupported: false,
      enableXfa: false,
      verbosity: 0,
    }).promise
  } catch (error) {
    throw new UnreadableError(error instanceof Error && error.name === 'PasswordException' ? 'DOCUMENT_005' : 'DOCUMENT_007')
  }
}

/** A page that cannot be read does not take the others with it. */
async function pageLines(pdf: PDFDocumentProxy, number: number): Promise<Line[] | undefined> {
  try {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent({ includeMarkedContent: false })
    page.cleanup()
    return linesOf(items)
  } catch (error) {
    // Pages that contain themselves are no accident of one page.
    if (error instanceof Error && error.message.includes('circular')) throw new UnreadableError('DOCUMENT_007')
    return undefined
  }
}
