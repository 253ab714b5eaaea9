import type { DocumentType, Language } from '@coachkit/contract'
import type { StoredChunk } from './chunk.js'

/** Which part of the material is searched; all of it that fits everything said. */
export interface MaterialFilter {
  documentIds?: readonly string[] | undefined
  language?: Language | undefined
  type?: DocumentType | undefined
}

/** What a term has in one block of places, as `domain/retrieval/term-lists` writes it; `entries` is absent for a term that is too common to tell. */
export interface StoredTermList {
  term: string
  /** Passages of the creator that have the term, in all blocks. */
  having: number
  block: number
  entries?: Uint8Array
}

/** How a creator's material can be searched. */
export interface SearchState {
  /** Rises with every change of what can be found. */
  version: number
  /** Passages that the postings hold; absent while they do not hold all of them, or do not exist. */
  indexedPassages?: number
  /** Of whose vectors there is an index, and how many numbers each has. */
  vectorIndex?: { embedderId: string; dimensions: number }
}

/** Where words stand in the passages of a large creator. Documents that come and go change it in their own transaction once it was begun. */
export interface PostingRepository {
  state(): Promise<SearchState>
  /** Asks for an index of everything and enqueues the job that builds it. False when that was done before. */
  begin(): Promise<boolean>
  /** Enqueues the job for a creator that has an index already, so that what goes with it is brought up to date. Nothing when one waits. */
  queue(): Promise<void>
  /** The next step of the job: some passages more, or fewer of an outdated reading. False when nothing is left. */
  indexNext(input: { limit: number }): Promise<boolean>
  /** The lists of these terms; without entries those that more than `most` passages have, unless no term is rarer. */
  lists(input: { terms: readonly string[]; most: number }): Promise<StoredTermList[]>
  /** Terms that begin like this, in order. */
  termsLike(input: { prefix: string; limit: number }): Promise<string[]>
  /** Where the passages are that fit. */
  placesOf(filter: MaterialFilter): Promise<number[]>
  /** Those at these places, and those with these ids; in the order of their documents. */
  passages(input: { places: readonly number[]; ids?: readonly string[] }): Promise<StoredChunk[]>
  /** Passages drawn evenly, the same as long as they are there. */
  sample(input: { limit: number }): Promise<StoredChunk[]>
}
