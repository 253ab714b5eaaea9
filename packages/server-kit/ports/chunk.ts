import type { DocumentType } from '@coachkit/contract'

/** A chunk with its place in the document. `text` is exactly what quotes are checked against. */
export interface Chunk {
  index: number
  text: string
  headings: string[]
  /** First page, from 1. */
  page?: number
  language: string
  tokenCount: number
}
export interface StoredChunk extends Chunk {
  id: string
  documentId: string
  documentName: string
  documentType: DocumentType
  /** The web address of the document. */
  source?: string
}

/** How long chunks are, and how much of one the next begins with, in tokens. */
export interface ChunkSizes {
  chunkTokens: number
  overlapTokens: number
}
