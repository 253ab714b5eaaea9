import type { Document, DocumentType } from '@coachkit/contract'
import type { BlobStore, Bus, ChunkSizes, Embedder, Logger, Scanner, Storage, TextExtractor } from '../../ports/index.js'
import type { Retriever } from './retriever.js'

export interface KnowledgeDeps {
  storage: Storage
  blobStore: BlobStore
  extractor: TextExtractor
  embedder?: Embedder
  retriever: Retriever
  /** Absent: files are not scanned. */
  scanner?: Scanner
  bus: Bus
  logger: Logger
  /** Told after a commit that left a job behind. */
  onJob(): void
  /** Told after a commit that took a document's job away, so that its work stops. */
  onJobGone(documentId: string): void
  maxUploadBytes?: number
  /** Which files are taken; all unless told. */
  formats?: readonly DocumentType[]
  /** What documents are cut into; the usual unless told. */
  sizes?: ChunkSizes
  /** Chunks from which a creator is searched in the database; 20,000 unless told. */
  largeFrom?: number
}

/** What the use cases of this feature share. */
export interface KnowledgeParts extends KnowledgeDeps {
  sizes: ChunkSizes
  maxUploadBytes: number
  largeFrom: number
  /** Tells the creator's members how a document is. */
  announce(creatorId: string, document: Document | undefined): void
  announceRemoved(creatorId: string, documentIds: string[]): void
}
