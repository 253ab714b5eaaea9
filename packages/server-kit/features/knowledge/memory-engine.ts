import { createScoreFusion } from '../../domain/retrieval/fuse-scores.js'
import { buildLexicalIndex } from '../../domain/retrieval/lexical-index.js'
import type { Embedder, Storage } from '../../ports/index.js'
import { loadVectors } from './creator-vectors.js'
import { createIndexCache } from './retriever-index-cache.js'
import type { Material, SearchEngine } from './search-engine.js'

/** Chunks held in memory over all creators. */
const heldChunks = 60_000

interface MemoryDeps {
  storage: Storage
  /** The first that has enough vectors is searched. */
  embedders: readonly Embedder[]
  largeFrom: number
  onLarge(creatorId: string): Promise<void>
}

/** Holds all of a creator's material in memory: the most exact and the fastest, for nearly every creator. `onLarge` is told of one that outgrew it. */
export function createMemoryEngine(deps: MemoryDeps): SearchEngine {
  const cache = createIndexCache<Material>({
    heldChunks,
    async load(creatorId, earlier) {
      const loaded = await loadMaterial(deps, { creatorId, earlier })
      if (loaded.size >= deps.largeFrom) await deps.onLarge(creatorId)
      return loaded
    },
  })
  return { materialFor: ({ creatorId, state }) => cache.get(creatorId, state.version) }
}

async function loadMaterial({ storage, embedders }: MemoryDeps, { creatorId, earlier }: { creatorId: string; earlier: Material | undefined }) {
  const { version, chunks, meaning } = await storage.as({ creatorId }, async (tx) => {
    const [version, chunks] = [await tx.knowledge.version(), await tx.knowledge.chunks()]
    return { version, chunks, meaning: await loadVectors({ chunks, embedders, read: (embedderId) => tx.knowledge.vectors(embedderId) }) }
  })
  // What was learnt of an embedder holds for other material too.
  const fusion = earlier && earlier.meaning?.embedder === meaning?.embedder ? earlier.fusion : createScoreFusion()
  const index: Material = { chunks, lexical: buildLexicalIndex(chunks, earlier?.lexical.reader), meaning, fusion, isEmpty: chunks.length === 0 }
  return { version, size: chunks.length, index }
}
