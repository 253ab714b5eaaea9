// Runs alone in a process that may be killed at any moment.
import type { DocumentType } from '@coachkit/contract'
import type { ExtractedDocument, ExtractResult } from '../../../ports/text-extractor.js'
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

let pieces: Uint8Array[] = []

// The file in pieces, then what it is.
process.on('message', (message: { piece: Uint8Array } | { type: DocumentType }) => {
  if ('piece' in message) return void pieces.push(message.piece)
  const bytes = new Uint8Array(Buffer.concat(pieces))
  pieces = []
  void read(message.type, bytes).then((result) => process.send?.({ result, residentMb: process.memoryUsage.rss() / 1024 / 1024 }))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

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
