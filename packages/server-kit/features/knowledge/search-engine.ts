import type { LexicalIndex } from '../../domain/retrieval/lexical-index.js'
import type { SearchState, StoredChunk } from '../../ports/index.js'

/** Material of one creator, ready to be asked: all of it, or the part of it that a question may be about. */
export interface Material {
  chunks: readonly StoredChunk[]
  lexical: LexicalIndex
  vectors: readonly (Float32Array | undefined)[] | undefined
}

export interface Question {
  creatorId: string
  query: string
  state: SearchState
}

/** Finds what a question is to be asked of. */
export interface SearchEngine {
  materialFor(question: Question): Promise<Material>
}
