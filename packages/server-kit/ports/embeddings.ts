import type { StoredChunk } from './chunk.js'
import type { Page, Paged } from './page.js'
import type { MaterialFilter } from './postings.js'

/** The vectors of a document's chunks, each in its chunk's place; what has none yet is found by its words. */
export interface NewEmbeddings {
  embedderId: string
  vectors: readonly (Float32Array | undefined)[]
  /** Of each text as it was embedded; what has one is not embedded again. */
  hashes?: readonly string[]
}
export interface ChunkVector {
  chunkId: string
  vector: Float32Array
  hash: string | undefined
}
export interface EmbeddingProgress {
  /** Passages that this embedder is to have a vector for. */
  chunks: number
  embedded: number
  /** Numbers in each stored vector; absent while there is none. */
  dimensions?: number
}
/** Which embedder, and the languages of the passages it is used for; absent: of all. */
export interface EmbedderUse {
  embedderId: string
  languages?: readonly string[] | undefined
}

/** Vectors by embedder; those of one never stand in for those of another. */
export interface EmbeddingRepository {
  /** The vectors of texts that were embedded before, by their hashes. */
  known(input: { embedderId: string; hashes: readonly string[] }): Promise<Map<string, Float32Array>>
  /** Passages without a vector, in the order of their ids. */
  missing(input: EmbedderUse & Page): Promise<Paged<StoredChunk>>
  /**
   * The passages whose vectors are nearest by cosine, through the index that `PostingRepository.state` told of, or one by one where
   * documents are named; approximately, and in no order. Fails when the index is not there: do it in a transaction of its own.
   */
  nearest(input: { embedderId: string; vector: Float32Array; limit: number; only?: MaterialFilter | undefined }): Promise<string[]>
  /** Fails with `mixed_dimensions` when those stored have others. Passages that are gone are left out; returns how many were stored. */
  put(input: { embedderId: string; vectors: readonly ChunkVector[] }): Promise<number>
  progress(input: EmbedderUse): Promise<EmbeddingProgress>
  /** Removes the vectors of an embedder, which then makes them anew, and no longer searches in an index of them. Raises the knowledge version. */
  forget(embedderId: string): Promise<void>
  /** Queues the making of what is missing; other embedders' jobs that wait are dropped. */
  queue(input: { embedderId: string }): Promise<void>
  /** Switches: when nothing is missing, removes the vectors of all other embedders. Returns whether it did. Raises the knowledge version. */
  complete(input: EmbedderUse): Promise<boolean>
  /** The embedder that the creator's passages were completed with; `undefined`: to be looked into. */
  completedWith(): Promise<string | undefined>
  /** Scope `setup`. Creators that were not completed with this embedder. */
  behind(input: { embedderId: string; limit: number; after?: string | undefined }): Promise<string[]>
}
