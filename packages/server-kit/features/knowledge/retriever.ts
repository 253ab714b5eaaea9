import { bestHits } from '../../domain/retrieval/best-hits.js'
import { dropNearDuplicates } from '../../domain/retrieval/drop-near-duplicates.js'
import { cosinesWith, fuseScores } from '../../domain/retrieval/fuse-scores.js'
import type { Embedder, Logger, Storage, StoredChunk } from '../../ports/index.js'
import { createDatabaseEngine } from './database-engine.js'
import { beginIndex, usualLargeFrom } from './index-passages.js'
import { createMemoryEngine } from './memory-engine.js'
import { createSearchCache } from './search-cache.js'
import type { Material } from './search-engine.js'

/** A chunk of the material with how well it fits the question, 0 to 1. */
export interface Passage extends StoredChunk {
  score: number
}
export interface Retrieval {
  passages: Passage[]
  /** 0 to 1, how well the material covers the question. */
  confidence: number
  answerable: boolean
}
export interface Retriever {
  search(input: { creatorId: string; query: string; limit?: number; signal: AbortSignal }): Promise<Retrieval>
  health(): { embedder: 'up' | 'down' | 'none' }
}
const usualLimit = 6
/** Results kept over all creators, each for so long. */
const keptResults = 500
const keptForMs = 300_000

/** Finds the passages a question is about; words always work, vectors join in while the embedder answers. */
export function createRetriever(deps: {
  storage: Storage
  embedder?: Embedder
  logger: Logger
  /** Chunks from which a creator is searched in the database; 20,000 unless told. */
  largeFrom?: number
  /** Told after a commit that left a job behind. */
  onJob?(): void
  /** Milliseconds of a clock. */
  now?(): number
}): Retriever {
  const { storage, embedder, largeFrom = usualLargeFrom, now = () => performance.now() } = deps
  const memory = createMemoryEngine({ ...deps, largeFrom, onLarge: (creatorId) => beginIndex({ ...deps, creatorId }) })
  const database = createDatabaseEngine(deps)
  const queries = createQueryEmbedder(deps)
  const cache = createSearchCache<Found>({ size: keptResults, forMs: keptForMs, now, mayKeep: ({ withoutVector }) => !withoutVector })
  return {
    health: queries.health,
    async search({ creatorId, query, limit = usualLimit, signal }) {
      const state = await storage.as({ creatorId }, (tx) => tx.postings.state())
      const engine = state.indexedPassages === undefined ? memory : database
      const run = async (shared: AbortSignal): Promise<Found> => {
        const [material, vector] = await Promise.all([engine.materialFor({ creatorId, query, state }), queries.embed(query, shared)])
        shared.throwIfAborted()
        return { retrieval: searchMaterial({ material, query, vector, limit }), withoutVector: embedder !== undefined && vector === undefined }
      }
      const { retrieval } = await cache.get([creatorId, state.version, embedder?.id ?? 'none', limit, query], run, signal)
      return retrieval
    },
  }
}

interface Found {
  retrieval: Retrieval
  /** The embedder was away: the next search tries again. */
  withoutVector: boolean
}

function searchMaterial(input: { material: Material; query: string; vector: Float32Array | undefined; limit: number }): Retrieval {
  const { material, query, vector, limit } = input
  const cosines = vector === undefined || material.vectors === undefined ? undefined : cosinesWith(vector, material.vectors)
  const scores = fuseScores(material.lexical.scores(query), cosines)
  const ranked = bestHits(scores, limit * 2)
  const passages = ranked.flatMap((hit) => {
    const chunk = material.chunks[hit.index]
    return chunk === undefined ? [] : [{ ...chunk, score: hit.score }]
  })
  const verdict = material.lexical.judge(
    query,
    ranked.map((hit) => hit.index),
  )
  return { passages: dropNearDuplicates(passages, limit), ...verdict }
}

/** Embeds questions; an outage is told once, and answers go on by words alone. */
function createQueryEmbedder(deps: { embedder?: Embedder; logger: Logger }) {
  let down = false
  return {
    health: (): { embedder: 'up' | 'down' | 'none' } => ({ embedder: deps.embedder === undefined ? 'none' : down ? 'down' : 'up' }),
    async embed(query: string, signal: AbortSignal): Promise<Float32Array | undefined> {
      if (deps.embedder === undefined) return undefined
      try {
        const [vector] = await deps.embedder.embed([query], { purpose: 'query', signal })
        down = false
        return vector
      } catch {
        if (signal.aborted) return undefined
        if (!down) deps.logger.warn('retriever.embedder_down', { embedder: deps.embedder.id })
        down = true
        return undefined
      }
    },
  }
}
