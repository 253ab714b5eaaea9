import type { Document, DocumentPreview, DocumentStage, DocumentStatistics, DocumentStatus, DocumentType } from '@coachkit/contract'
import type { Chunk, ChunkSizes, StoredChunk } from './chunk.js'
import type { NewEmbeddings } from './embeddings.js'
import type { Page, Paged } from './page.js'
import type { DocumentReading } from './text-extractor.js'

/** A file whose document is gone, or took another. */
export interface UnclaimedFile {
  creatorId: string
  blobKey: string
}
/** Chunks that were kept of one reading of a document: those with the indexes below `count`. */
export interface KeptReading {
  reading: string
  count: number
}
export interface KnowledgeInventory {
  documents: { id: string; blobKey: string; status: DocumentStatus; chunkCount: number; storedChunks: number; jobs: number }[]
  /** Rows whose document, or chunk, is not there. */
  stray: { chunks: number; vectors: number; jobs: number }
  /** Files that are known to be nobody's. */
  unclaimed: string[]
}
export interface KnowledgeRepository {
  /** Lists a file as nobody's, before it is written. */
  expectFile(blobKey: string): Promise<void>
  /** It was removed. */
  forgetFile(blobKey: string): Promise<void>
  /**
   * Stores a document as pending and enqueues its ingestion; an existing one comes back with `duplicate` (a failed one is queued again).
   * `unused`: files that are nobody's now. `removed`: documents that the existing one replaced at once, being ready.
   * `sizes`: what it is cut into, where not as the server does; a duplicate that is not read again stays as it was cut.
   * With `replaces`, fails with RESOURCE_001 when that is gone and with DOCUMENT_012 when another version of it is being read.
   */
  add(input: {
    id: string
    name: string
    type: DocumentType
    size: number
    blobKey: string
    replaces?: string
    source?: string
    sizes?: ChunkSizes | undefined
  }): Promise<{
    document: Document
    duplicate: boolean
    unused: string[]
    removed: string[]
  }>
  find(documentId: string): Promise<(Document & { blobKey: string }) | undefined>
  list(page: Page & { status?: DocumentStatus | undefined; type?: DocumentType | undefined; search?: string | undefined }): Promise<Paged<Document>>
  /** Makes a document that is in one of these states pending again and enqueues its ingestion; its chunks stay. `sizes`: from now on it is cut into such. `undefined` in any other state. */
  requeue(input: { documentId: string; from: DocumentStatus[]; sizes?: ChunkSizes | undefined }): Promise<Document | undefined>
  /** Ends a waiting or running ingestion as failed and drops its job; `undefined` when there is none. */
  cancel(input: { documentId: string; code: string; message: string }): Promise<Document | undefined>
  preview(documentId: string): Promise<DocumentPreview | undefined>
  statistics(documentId: string): Promise<DocumentStatistics | undefined>
  /** A document's chunks in order. */
  chunksOf(input: { documentId: string } & Page): Promise<Paged<StoredChunk>>
  setProgress(input: { documentId: string; stage: DocumentStage; progress: number }): Promise<Document | undefined>
  /** Keeps the next chunks of a document that is being read, where nobody finds them until `finish`; the first ones take the place of another reading's. False when it is not being read any more. */
  keep(input: { documentId: string; reading: string; chunks: Chunk[] }): Promise<boolean>
  /** Kept chunks of a reading, in order. */
  kept(input: { documentId: string; reading: string; from: number; limit: number }): Promise<Chunk[]>
  /** The vectors of the kept chunks that begin at `from`. */
  keepVectors(input: { documentId: string; reading: string; from: number; embeddings: NewEmbeddings }): Promise<void>
  /**
   * Replaces the document's chunks and vectors (fails with `mixed_dimensions` when those stored have others), makes it ready and removes what it replaces, all or nothing; raises the knowledge version.
   * `undefined` when the document is gone or was cancelled. Fails with `reading_lost` when another reading took the place of what was kept.
   */
  finish(input: {
    documentId: string
    /** The chunks, or those that follow the kept ones. */
    chunks: Chunk[]
    kept?: KeptReading
    language: string
    pageCount?: number | undefined
    /** In place of its name. */
    name?: string
    reading?: DocumentReading
    embeddings?: NewEmbeddings | undefined
  }): Promise<{ document: Document; replaced: { id: string; blobKey: string }[] } | undefined>
  /** Kept chunks go; quarantine takes the chunks of an earlier reading as well. */
  fail(input: { documentId: string; code: string; message: string; quarantined?: boolean }): Promise<Document | undefined>
  /** Removes row, chunks and vectors; returns the file to remove, which is nobody's now. Raises the knowledge version. */
  remove(documentId: string): Promise<{ blobKey: string } | undefined>
  /** What belongs together, counted as it is stored. */
  inventory(): Promise<KnowledgeInventory>
  chunk(chunkId: string): Promise<StoredChunk | undefined>
  /** Every chunk there is, ordered by document and index. */
  chunks(): Promise<StoredChunk[]>
  vectors(embedderId: string): Promise<{ chunkId: string; vector: Float32Array }[]>
  /** Of these chunks only. */
  vectorsOf(input: { embedderId: string; chunkIds: readonly string[] }): Promise<{ chunkId: string; vector: Float32Array }[]>
  /** Chunks of all documents, as their rows say. */
  chunkCount(): Promise<number>
  /** Rises with every change of what can be found. */
  version(): Promise<number>
}

/** Scope `upkeep` only. */
export interface UpkeepRepository {
  /** Removes tickets, tokens, codes, invitations, identity keys, impersonations, sign-ins, cached answers and attachments nobody sent that have expired; returns how many. */
  removeExpired(): Promise<number>
  /** Removes visitors' tokens that ended 10 minutes ago or more; returns whose they were. */
  removeSessionTokens(): Promise<{ creatorIds: string[] }>
  /** Files that have been nobody's for that long. */
  unclaimedFiles(input: { olderThanMs: number; limit: number }): Promise<UnclaimedFile[]>
  /** They were removed. */
  forgetFiles(files: UnclaimedFile[]): Promise<void>
}
