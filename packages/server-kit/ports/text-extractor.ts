import type { DocumentType, ErrorCode } from '@coachkit/contract'

/** A piece of a document in reading order. */
export interface Block {
  kind: 'heading' | 'paragraph' | 'list' | 'table' | 'code'
  text: string
  /** Headings: 1 is outermost. */
  level?: number
  /** From 1. */
  page?: number
}
export interface ExtractedDocument {
  blocks: Block[]
  pageCount?: number
  title?: string
}
/** `failed` names the reason by its catalogue code. */
export type ExtractResult = { ok: true; document: ExtractedDocument } | { ok: false; code: Extract<ErrorCode, `DOCUMENT_${string}`> }

export interface TextExtractor {
  /**
   * Runs apart from the server's own memory and within limits of time, memory and output; never throws for a bad file.
   * The file comes in pieces, of which few are held at a time; a second try iterates `file` anew. Rejects with what `file` fails with.
   */
  extract(file: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, options: { type: DocumentType; signal: AbortSignal }): Promise<ExtractResult>
  close(): Promise<void>
}
