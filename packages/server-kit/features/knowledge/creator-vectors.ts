import type { Embedder, StorageTx, StoredChunk } from '../../ports/index.js'
import { knows } from './embed-chunks.js'

/** One creator's vectors, all of one embedder. */
export interface CreatorVectors {
  embedder: Embedder
  /** In the passages' places. */
  vectors: readonly (Float32Array | undefined)[]
  /** Whether the embedder knows the language of every passage. */
  knowsAll: boolean
}

/** From this share of the passages on, vectors are searched: those of a new document may still be missing. */
const enough = 0.9

/** The vectors of the first embedder that has enough of them; none of another are mixed in. */
export async function loadVectors(input: {
  tx: StorageTx
  chunks: readonly StoredChunk[]
  embedders: readonly (Embedder | undefined)[]
}): Promise<CreatorVectors | undefined> {
  const { tx, chunks, embedders } = input
  for (const embedder of embedders) {
    if (!embedder) continue
    const spoken = chunks.filter(({ language }) => knows(embedder, language))
    const stored = new Map((await tx.knowledge.vectors(embedder.id)).map(({ chunkId, vector }) => [chunkId, vector]))
    if (stored.size === 0 || stored.size < spoken.length * enough) continue
    return { embedder, vectors: chunks.map(({ id }) => stored.get(id)), knowsAll: spoken.length === chunks.length }
  }
  return undefined
}
