import { askMaterial } from '../../domain/retrieval/ask-material.js'
import { usualThreshold } from '../../domain/retrieval/confidence.js'
import { chooseDistinct } from '../../domain/retrieval/near-duplicates.js'
import type { Embedder, Logger, MaterialFilter, QuestionVector, Reranker, Storage, StoredChunk } from '../../ports/index.js'
import { withSpan } from '../../telemetry/index.js'
import { createDatabaseEngine } from './database-engine.js'
import { beginIndex, usualLargeFrom } from './index-passages.js'
import { createMemoryEngine } from './memory-engine.js'
import { createNearestPassages } from './nearest-passages.js'
import { createQuestionEmbedder } from './question-embedder.js'
import { createPassageReranker } from './rerank-passages.js'
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
  /** Whether the latest search through an index of vectors failed. */
  isIndexDown(): boolean
}

const usualLimit = 6
/** Passages that those shown are chosen from: versions of the best leave room for others. */
const fewestCandidates = 24
/** Passages a reranker chooses from. */
const reranked = 24
/** Results kept over all creators, each for so long. */
const keptResults = 500
const keptForMs = 300_000

export interface RetrieverDeps {
  storage: Storage
  embedder?: Embedder
  /** The embedder before this one: its vectors are searched until those of `embedder` are complete. */
  previousEmbedder?: Embedder | undefined
  reranker?: Reranker | undefined
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
  const nearest = createNearestPassages({ storage, embedders, logger: deps.logger, onJob: deps.onJob })
  const database = createDatabaseEngine({ storage, embedders, nearest })
  const questions = createQuestionEmbedder(deps)
  const cache = createSearchCache<{ found: Found; isPassing: boolean }>({ size: keptResults, forMs: keptForMs, now, mayKeep: ({ isPassing }) => !isPassing })
  const { reranker, logger } = deps
  const rerank = reranker && createPassageReranker({ reranker, logger })
  return {
    isIndexDown: nearest.isDown,
    async search({ creatorId, query, questionVector, limit = usualLimit, answerFrom = usualThreshold, only, signal }) {
      const state = await storage.as({ creatorId }, (tx) => tx.postings.state())
      const engine = state.indexedPassages === undefined ? memory : database
      const most = rerank ? Math.max(reranked, limit) : limit
      const attributes = { 'coachkit.creator_id': creatorId, 'coachkit.searched_in': engine === memory ? 'memory' : 'database' }
      const run = (shared: AbortSignal) =>
        withSpan('knowledge search', attributes, async () => {
          const question = questions.ask({ creatorId, query, questionVector, signal: shared })
          const material = await engine.materialFor({ creatorId, query, only, state, vectorOf: question.vectorOf })
          const { cosines, isPassing = false } = material.meaning ? await question.compare(material.meaning) : {}
          shared.throwIfAborted()
          return { found: searchMaterial({ material, query, cosines, limit, most, only }), isPassing: isPassing || material.isPassing === true }
        })
      const key = [creatorId, state.version, state.vectorIndex?.embedderId ?? '', ...embedders.map(({ id }) => id), limit, query, filterKey(only)]
      // What a client's own vector finds is for nobody else.
      const { found } = questionVector ? await run(signal) : await cache.get(key, run, signal)
      const passages = rerank ? await rerank({ query, passages: found.passages, signal }) : found.passages
      return { ...found, passages: passages.slice(0, limit), answerable: !found.isEmpty && found.confidence >= answerFrom }
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
  /** Passages that are wanted; confidence is read from those that `limit` shows, however many. */
  most: number
  only: MaterialFilter | undefined
}): Found {
  const { material, query, cosines, limit, most, only } = input
  const { chunks, isEmpty } = material
  const fits = only && ((index: number) => isWanted(chunks[index], only))
  const { hits, confidence } = askMaterial({ ...material, query, cosines, fits, limit: Math.max(fewestCandidates, most * 2), shown: limit })
  const passages = hits.flatMap((hit) => {
    const chunk = chunks[hit.index]
    return chunk === undefined ? [] : [{ ...chunk, score: hit.score }]
  })
  return { passages: chooseDistinct(passages, most), confidence, isEmpty }
}

function isWanted(chunk: StoredChunk | undefined, { documentIds, language, type }: MaterialFilter): boolean {
  return (
    chunk !== undefined &&
    (documentIds === undefined || documentIds.includes(chunk.documentId)) &&
    (language === undefined || chunk.language === language) &&
    (type === undefined || chunk.documentType === type)
  )
}
