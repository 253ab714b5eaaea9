import { bestHits } from '../../domain/retrieval/best-hits.js'
import { usualThreshold } from '../../domain/retrieval/confidence.js'
import { dropNearDuplicates } from '../../domain/retrieval/drop-near-duplicates.js'
import type { Embedder, Logger, MaterialFilter, QuestionVector, Storage, StoredChunk } from '../../ports/index.js'
import { createDatabaseEngine } from './database-engine.js'
import { beginIndex, usualLargeFrom } from './index-passages.js'
import { createMemoryEngine } from './memory-engine.js'
import { createQuestionEmbedder } from './question-embedder.js'
import { createSearchCache } from './search-cache.js'
import type { Material } from './search-engine.js'

/** A chunk of the material with how well it fits the question, 0 to 1. */
export interface Passage extends StoredChunk {
  score: number
}
interface Found {
  passages: Passage[]
  /** 0 to 1, how well the material covers the question. */
  confidence: number
  /** There is nothing to search in. */
  isEmpty: boolean
}
export interface Retrieval extends Found {
  answerable: boolean
}
export interface Retriever {
  /** `answerFrom`: the confidence from which it is answerable. `only`: the part of the material that is searched. `questionVector`: the query's, in place of asking its embedder. */
  search(input: {
    creatorId: string
    query: string
    questionVector?: QuestionVector | undefined
    limit?: number
    answerFrom?: number
    only?: MaterialFilter
    signal: AbortSignal
  }): Promise<Retrieval>
}

const usualLimit = 6
/** Results kept over all creators, each for so long. */
const keptResults = 500
const keptForMs = 300_000

export interface RetrieverDeps {
  storage: Storage
  embedder?: Embedder
  /** The embedder before this one: its vectors are searched until those of `embedder` are complete. */
  previousEmbedder?: Embedder
  logger: Logger
  /** The embedder's vectors have another length than those stored under its name. */
  onOtherDimensions?(creatorId: string): void
  /** Chunks from which a creator is searched in the database; 20,000 unless told. */
  largeFrom?: number
  /** Told after a commit that left a job behind. */
  onJob?(): void
  /** Milliseconds of a clock. */
  now?(): number
}

/** Finds the passages a question is about; words always work, vectors join in while the embedder answers. */
export function createRetriever(deps: RetrieverDeps): Retriever {
  const { storage, largeFrom = usualLargeFrom, now = () => performance.now() } = deps
  const embedders = [deps.embedder, deps.previousEmbedder].filter((embedder) => embedder !== undefined)
  const memory = createMemoryEngine({ storage, embedders, largeFrom, onLarge: (creatorId) => beginIndex({ ...deps, creatorId }) })
  const database = createDatabaseEngine({ storage, embedders })
  const questions = createQuestionEmbedder(deps)
  const cache = createSearchCache<{ found: Found; isPassing: boolean }>({ size: keptResults, forMs: keptForMs, now, mayKeep: ({ isPassing }) => !isPassing })
  return {
    async search({ creatorId, query, questionVector, limit = usualLimit, answerFrom = usualThreshold, only, signal }) {
      const state = await storage.as({ creatorId }, (tx) => tx.postings.state())
      const engine = state.indexedPassages === undefined ? memory : database
      const run = async (shared: AbortSignal) => {
        const material = await engine.materialFor({ creatorId, query, only, state })
        const { meaning } = material
        const { cosines, isPassing = false } = meaning ? await questions.compare({ creatorId, query, questionVector, meaning, signal: shared }) : {}
        shared.throwIfAborted()
        return { found: searchMaterial({ material, query, cosines, limit, only }), isPassing }
      }
      const key = [creatorId, state.version, ...embedders.map(({ id }) => id), limit, query, filterKey(only)]
      // What a client's own vector finds is for nobody else.
      const { found } = questionVector ? await run(signal) : await cache.get(key, run, signal)
      return { ...found, answerable: !found.isEmpty && found.confidence >= answerFrom }
    },
  }
}

function filterKey({ documentIds, language, type }: MaterialFilter = {}): string {
  return JSON.stringify([documentIds ? [...documentIds].sort() : null, language ?? null, type ?? null])
}

function searchMaterial(input: {
  material: Material
  query: string
  cosines: Float32Array | undefined
  limit: number
  only: MaterialFilter | undefined
}): Found {
  const { material, query, cosines, limit, only } = input
  const { chunks, lexical, fusion, isEmpty } = material
  const scores = fusion.fuse(lexical.scores(query), cosines)
  const ranked = bestHits(only === undefined ? scores : narrowed(scores, chunks, only), limit * 2)
  const passages = ranked.flatMap((hit) => {
    const chunk = chunks[hit.index]
    return chunk === undefined ? [] : [{ ...chunk, score: hit.score }]
  })
  const { confidence } = lexical.judge(
    query,
    ranked.map((hit) => hit.index),
  )
  return { passages: dropNearDuplicates(passages, limit), confidence, isEmpty }
}

/** What does not fit scores nothing. */
function narrowed(scores: Float32Array, chunks: readonly StoredChunk[], { documentIds, language, type }: MaterialFilter): Float32Array {
  const fits = (chunk: StoredChunk | undefined) =>
    chunk !== undefined &&
    (documentIds === undefined || documentIds.includes(chunk.documentId)) &&
    (language === undefined || chunk.language === language) &&
    (type === undefined || chunk.documentType === type)
  return scores.map((score, at) => (fits(chunks[at]) ? score : 0))
}
