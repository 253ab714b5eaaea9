import type { Embedder, StoredChunk } from '../../ports/index.js'
import { knows } from './embed-chunks.js'

/** One creator's vectors, all of one embedder. */
export interface CreatorVectors {
  embedder: Embedder
  /** In the passages' places. */
  vectors: readonly (Float32Array | undefined)[]
  /** Of passages drawn evenly that are not asked: what has nothing to do with a question looks like these. */
  others?: readonly Float32Array[]
  /** Whether the embedder knows the language of every passage. */
  knowsAll: boolean
}

/** From this share of the passages on, vectors are searched: those of a new document may still be missing. */
const enough = 0.9

/** The vectors of the first embedder that has enough of them, as `read` finds them for the passages; none of another are mixed in. */
export async function loadVectors(input: {
  chunks: readonly StoredChunk[]
  embedders: readonly Embedder[]
  read(embedderId: string): Promise<{ chunkId: string; vector: Float32Array }[]>
}): Promise<CreatorVectors | undefined> {
  const { chunks, embedders, read } = input
  for (const embedder of embedders) {
    const spoken = chunks.filter(({ language }) => knows(embedder, language))
    const stored = new Map((await read(embedder.id)).map(({ chunkId, vector }) => [chunkId, vector]))
    if (stored.size === 0 || stored.size < spoken.length * enough) continue
    return { embedder, vectors: chunks.map(({ id }) => stored.get(id)), knowsAll: spoken.length === chunks.length }
  }
  return undefined
}
