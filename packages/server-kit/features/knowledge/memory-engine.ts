import { buildLexicalIndex } from '../../domain/retrieval/lexical-index.js'
import type { Embedder, Storage } from '../../ports/index.js'
import { createIndexCache } from './retriever-index-cache.js'
import type { Material, SearchEngine } from './search-engine.js'

/** Chunks held in memory over all creators. */
const heldChunks = 60_000

/** Holds all of a creator's material in memory: the most exact and the fastest, for nearly every creator. `onLarge` is told of one that outgrew it. */
export function createMemoryEngine(deps: {
  storage: Storage
  embedder?: Embedder
  largeFrom: number
  onLarge(creatorId: string): Promise<void>
}): SearchEngine {
  const cache = createIndexCache<Material>({
    heldChunks,
    async load(creatorId, earlier) {
      const loaded = await loadMaterial({ ...deps, creatorId, earlier })
      if (loaded.size >= deps.largeFrom) await deps.onLarge(creatorId)
      return loaded
    },
  })
  return { materialFor: ({ creatorId, state }) => cache.get(creatorId, state.version) }
}

async function loadMaterial(input: { storage: Storage; embedder?: Embedder; creatorId: string; earlier: Material | undefined }) {
  const { embedder } = input
  const rows = await input.storage.as({ creatorId: input.creatorId }, async (tx) => ({
    version: await tx.knowledge.version(),
    chunks: await tx.knowledge.chunks(),
    vectors: embedder === undefined ? [] : await tx.knowledge.vectors(embedder.id),
  }))
  const byChunk = new Map(rows.vectors.map(({ chunkId, vector }) => [chunkId, vector]))
  const vectors = byChunk.size === 0 ? undefined : rows.chunks.map((chunk) => byChunk.get(chunk.id))
  const index: Material = { chunks: rows.chunks, lexical: buildLexicalIndex(rows.chunks, input.earlier?.lexical.reader), vectors }
  return { version: rows.version, size: rows.chunks.length, index }
}
