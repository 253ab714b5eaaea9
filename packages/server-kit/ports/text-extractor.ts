import type { DocumentPreview, DocumentType, ErrorCode } from '@coachkit/contract'
import type { Chunk, ChunkSizes } from './chunk.js'

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
/** What a creator sees of a document to know that it was read well. */
export interface DocumentReading {
  preview: string
  outline: DocumentPreview['outline']
  characterCount: number
}
/** What is told of a document beside its chunks. */
export interface CutDocument {
  language: string
  reading: DocumentReading
  pageCount?: number
  title?: string
}
/** `failed` names the reason by its catalogue code. */
type Outcome<Document> = { ok: true; document: Document } | { ok: false; code: Extract<ErrorCode, `DOCUMENT_${string}`> }
export type ExtractResult = Outcome<ExtractedDocument>
export type CutResult = Outcome<CutDocument>

/** A file in pieces, iterated anew for a second try. */
export type FilePieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** `language`: of a text that does not tell its own. `take` gets the chunks in order, some at a time, the next when it has resolved. */
export interface Cutting {
  type: DocumentType
  language: string
  sizes?: ChunkSizes | undefined
  signal: AbortSignal
  take(chunks: Chunk[]): Promise<void>
}

export interface TextExtractor {
  /**
   * Runs apart from the server's own memory and within limits of time, memory and output; never throws for a bad file.
   * The file comes in pieces, of which few are held at a time; a second try iterates `file` anew. Rejects with what `file` fails with.
   */
  extract(file: FilePieces, options: { type: DocumentType; signal: AbortSignal }): Promise<ExtractResult>
  /**
   * The same, and cuts the text where it reads it, so that no document is whole in the server's memory; rejects with what `take` fails with.
   * An extractor without it gives the text, which the server cuts.
   */
  cut?(file: FilePieces, options: Cutting): Promise<CutResult>
  close(): Promise<void>
}
