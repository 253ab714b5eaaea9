import type { ScoreFusion } from '../../domain/retrieval/fuse-scores.js'
import type { LexicalIndex } from '../../domain/retrieval/lexical-index.js'
import type { Embedder, MaterialFilter, SearchState, StoredChunk } from '../../ports/index.js'
import type { CreatorVectors } from './creator-vectors.js'

/** Material of one creator, ready to be asked: all of it, or the part of it that a question may be about. */
export interface Material {
  chunks: readonly StoredChunk[]
  lexical: LexicalIndex
  /** Those of one embedder, which embeds the questions too; absent: words alone. */
  meaning: CreatorVectors | undefined
  fusion: ScoreFusion
  /** The creator has nothing to search in. */
  isEmpty: boolean
  /** A part of the search was away: the next time there may be more. */
  isPassing?: boolean
}

export interface Question {
  creatorId: string
  query: string
  only: MaterialFilter | undefined
  state: SearchState
  /** The question's vector; none where this embedder does not speak its language, or runs in clients and none was sent. */
  vectorOf(embedder: Embedder): Promise<Float32Array | 'away' | undefined>
}

/** Finds what a question is to be asked of. */
export interface SearchEngine {
  materialFor(question: Question): Promise<Material>
}
