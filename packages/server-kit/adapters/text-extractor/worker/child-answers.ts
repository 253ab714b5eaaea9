import type { DocumentType } from '@coachkit/contract'
import * as z from 'zod/mini'
import { AdapterError, type Chunk, type ChunkSizes, type CutDocument, type ExtractedDocument } from '../../../ports/index.js'

/** What a child is asked: to read a file of this type, and to cut it; `language` is that of a text that does not tell its own. */
export interface Question {
  type: DocumentType
  cut?: { language: string; sizes?: ChunkSizes | undefined }
}
export type Answer<Document> = { ok: true; document: Document } | { ok: false; code: 'DOCUMENT_005' | 'DOCUMENT_006' | 'DOCUMENT_007' | 'DOCUMENT_008' }
type Read<Value> = (reply: unknown) => Value
export interface FileAnswer<Document> {
  result: Answer<Document>
  residentMb: number
}
export interface ChunksAnswer {
  chunks: Chunk[]
  isLast: boolean
  residentMb: number
}

const page = z.optional(z.number())
const told = { pageCount: z.optional(z.number()), title: z.optional(z.string()) }
const block = z.object({ kind: z.enum(['heading', 'paragraph', 'list', 'table', 'code']), text: z.string(), level: z.optional(z.number()), page })
const outline = z.array(z.object({ level: z.number(), text: z.string(), page }))
const reading = z.object({ preview: z.string(), outline, characterCount: z.number() })
const chunk = z.object({ index: z.number(), text: z.string(), headings: z.array(z.string()), page, language: z.string(), tokenCount: z.number() })

export const readTextAnswer = reader<FileAnswer<ExtractedDocument>>(fileAnswer(z.object({ ...told, blocks: z.array(block) })))
export const readCutAnswer = reader<FileAnswer<CutDocument>>(fileAnswer(z.object({ ...told, language: z.string(), reading })))
export const readChunksAnswer = reader<ChunksAnswer>(z.object({ chunks: z.array(chunk), isLast: z.boolean(), residentMb: z.number() }))

function fileAnswer(document: z.ZodMiniType) {
  const refusal = z.object({ ok: z.literal(false), code: z.enum(['DOCUMENT_005', 'DOCUMENT_006', 'DOCUMENT_007', 'DOCUMENT_008']) })
  return z.object({ result: z.union([z.object({ ok: z.literal(true), document }), refusal]), residentMb: z.number() })
}

function reader<Value>(schema: z.ZodMiniType): Read<Value> {
  return (reply) => {
    const parsed = schema.safeParse(reply)
    if (!parsed.success)
      throw new AdapterError({ adapter: 'worker', code: 'malformed', retryable: false, message: 'The document reader answered out of form.' })
    return parsed.data as Value
  }
}
