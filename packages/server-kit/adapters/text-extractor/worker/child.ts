// Runs alone in a process that may be killed at any moment.
import type { DocumentType } from '@coachkit/contract'
import { readDocument } from '../../../domain/document/read-document.js'
import type { Chunk } from '../../../ports/chunk.js'
import type { CutResult, ExtractedDocument, ExtractResult } from '../../../ports/text-extractor.js'
import type { Question } from './child-answers.js'
import { clean } from './clean-text.js'
import { extractDocx } from './extract-docx.js'
import { extractMarkdown } from './extract-markdown.js'
import { extractPdf } from './extract-pdf.js'
import { extractText } from './extract-text.js'
import { UnreadableError } from './unreadable-error.js'

const readers: Record<DocumentType, (bytes: Uint8Array) => Promise<ExtractedDocument> | ExtractedDocument> = {
  pdf: extractPdf,
  docx: extractDocx,
  md: extractMarkdown,
  txt: extractText,
  // Its parser is loaded for the first page only.
  html: async (bytes) => (await import('./extract-html.js')).extractHtml(bytes),
}
const maxCharacters = 10_000_000
/** Chunks of one message, some 100 kB: the server reads it in a few milliseconds. */
const chunksAtOnce = 100

/** A piece of the file; then what it is, and how it is to be cut, if it is; then, as often as there are more, for chunks. */
export type Asked = { piece: Uint8Array } | Question | { next: true }

let pieces: Uint8Array[] = []
let chunks: Chunk[] = []
let given = 0

process.on('message', (asked: Asked) => {
  if ('piece' in asked) return void pieces.push(asked.piece)
  if ('next' in asked) return void process.send?.({ chunks: nextChunks(), isLast: given >= chunks.length, residentMb: residentMb() })
  const bytes = new Uint8Array(Buffer.concat(pieces))
  pieces = []
  void answer(bytes, asked).then((result) => process.send?.({ result, residentMb: residentMb() }))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function answer(bytes: Uint8Array, { type, cut: how }: Question): Promise<ExtractResult | CutResult> {
  const result = await read(type, bytes)
  if (how === undefined || !result.ok) return result
  const cut = readDocument(result.document, { fallbackLanguage: how.language, sizes: how.sizes })
  ;[chunks, given] = [[...cut.chunks], 0]
  return chunks.length === 0 ? { ok: false, code: 'DOCUMENT_006' } : { ok: true, document: cut.document }
}

function nextChunks(): Chunk[] {
  const next = chunks.slice(given, given + chunksAtOnce)
  given += chunksAtOnce
  if (given >= chunks.length) [chunks, given] = [[], 0]
  return next
}

async function read(type: DocumentType, bytes: Uint8Array): Promise<ExtractResult> {
  try {
    const extracted = await readers[type](bytes)
    const blocks = extracted.blocks.map((block) => ({ ...block, text: clean(block.text) })).filter(({ text }) => text !== '')
    const characters = blocks.reduce((sum, { text }) => sum + text.length, 0)
    if (characters > maxCharacters) return { ok: false, code: 'DOCUMENT_008' }
    const hasWords = blocks.some(({ text }) => /[\p{L}\p{N}]/u.test(text))
    return hasWords ? { ok: true, document: { ...extracted, blocks } } : { ok: false, code: 'DOCUMENT_006' }
  } catch (error) {
    return { ok: false, code: error instanceof UnreadableError ? error.code : 'DOCUMENT_007' }
  }
}

function residentMb(): number {
  return process.memoryUsage.rss() / 1024 / 1024
}
