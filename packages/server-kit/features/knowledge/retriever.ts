import type { DocumentType, Language } from '@coachkit/contract'
import { bestHits } from '../../domain/retrieval/best-hits.js'
import { usualThreshold } from '../../domain/retrieval/confidence.js'
import { dropNearDuplicates } from '../../domain/retrieval/drop-near-duplicates.js'
import { createScoreFusion, type ScoreFusion } from '../../domain/retrieval/fuse-scores.js'
import { buildLexicalIndex, type LexicalIndex } from '../../domain/retrieval/lexical-index.js'
import type { Embedder, Logger, Reranker, Storage, StoredChunk } from '../../ports/index.js'
import { type CreatorVectors, loadVectors } from './creator-vectors.js'
import { createQuestionEmbedder } from './question-embedder.js'
import { createPassageReranker } from './rerank-passages.js'
import { createIndexCache, type IndexCache } from './retriever-index-cache.js'

/** A chunk of the material with how well it fits the question, 0 to 1. */
export interface Passage extends StoredChunk {
  score: number
}
export interface Retrieval {
  passages: Passage[]
  /** 0 to 1, how well the material covers the question. */
  confidence: number
  answerable: boolean
  /** There is nothing to search in. */
  isEmpty: boolean
}
export interface Retriever {
  /** `answerFrom`: the confidence from which it is answerable. */
  search(input: { creatorId: string; query: string; limit?: number; answerFrom?: number; only?: MaterialFilter; signal: AbortSignal }): Promise<Retrieval>
}
/** Which part of the material is searched; all of it that fits everything said. */
export interface MaterialFilter {
  documentIds?: readonly string[] | undefined
  language?: Language | undefined
  type?: DocumentType | undefined
}
/** One creator's material, ready to be searched. */
export interface CreatorIndex {
  chunks: readonly StoredChunk[]
  lexical: LexicalIndex
  /** Those of one embedder, which embeds the questions too; absent: words alone. */
  meaning: CreatorVectors | undefined
  fusion: ScoreFusion
}

const usualLimit = 6
/** Passages a reranker chooses from. */
const reranked = 24
/** Chunks held in memory over all creators. */
const heldChunks = 60_000

export interface RetrieverDeps {
  storage: Storage
  embedder?: Embedder
  /** The embedder before this one: its vectors are searched until those of `embedder` are complete. */
  previousEmbedder?: Embedder
  reranker?: Reranker | undefined
  logger: Logger
  /** The embedder's vectors have another length than those stored under its name. */
  onOtherDimensions?(creatorId: string): void
}

/** Finds the passages a question is about; words always work, vectors join in while the embedder answers. */
export function createRetriever(deps: RetrieverDeps): Retriever {
  const cache = createIndexCache<CreatorIndex>({ heldChunks, load: (creatorId, earlier) => loadIndex({ ...deps, creatorId, earlier }) })
  const questions = createQuestionEmbedder(deps)
  const { reranker, logger } = deps
  const rerank = reranker && createPassageReranker({ reranker, logger })
  return {
    async search({ creatorId, query, limit = usualLimit, answerFrom = usualThreshold, only, signal }) {
      const index = await currentIndex({ storage: deps.storage, cache, creatorId })
      const cosines = index.meaning && (await questions.compare({ creatorId, query, meaning: index.meaning, signal }))
      signal.throwIfAborted()
      const found = searchIndex({ index, query, cosines, limit, most: rerank ? Math.max(reranked, limit) : limit, answerFrom, only })
      const passages = rerank ? await rerank({ query, passages: found.passages, signal }) : found.passages
      return { ...found, passages: passages.slice(0, limit) }
    },
  }
}

async function currentIndex(input: { storage: Storage; cache: IndexCache<CreatorIndex>; creatorId: string }): Promise<CreatorIndex> {
  const version = await input.storage.as({ creatorId: input.creatorId }, (tx) => tx.knowledge.version())
  return input.cache.get(input.creatorId, version)
}

async function loadIndex(input: RetrieverDeps & { creatorId: string; earlier: CreatorIndex | undefined }) {
  const rows = await input.storage.as({ creatorId: input.creatorId }, async (tx) => {
    const [version, chunks] = [await tx.knowledge.version(), await tx.knowledge.chunks()]
    return { version, chunks, meaning: await loadVectors({ tx, chunks, embedders: [input.embedder, input.previousEmbedder] }) }
  })
  const { earlier } = input
  const { chunks, meaning } = rows
  // What was learnt of an embedder holds for other material too.
  const fusion = earlier && earlier.meaning?.embedder === meaning?.embedder ? earlier.fusion : createScoreFusion()
  const index: CreatorIndex = { chunks, lexical: buildLexicalIndex(chunks, earlier?.lexical.reader), meaning, fusion }
  return { version: rows.version, size: rows.chunks.length, index }
}

function searchIndex(input: {
  index: CreatorIndex
  query: string
  cosines: Float32Array | undefined
  limit: number
  /** Passages that are wanted; confidence is read from twice the `limit`, however many. */
  most: number
  answerFrom: number
  only: MaterialFilter | undefined
}): Retrieval {
  const { index, query, cosines, limit, most, answerFrom, only } = input
  const scores = index.fusion.fuse(index.lexical.scores(query), cosines)
  const ranked = bestHits(only === undefined ? scores : narrowed(scores, index.chunks, only), most * 2)
  const passages = ranked.flatMap((hit) => {
    const chunk = index.chunks[hit.index]
    return chunk === undefined ? [] : [{ ...chunk, score: hit.score }]
  })
  const { confidence } = index.lexical.judge(
    query,
    ranked.slice(0, limit * 2).map((hit) => hit.index),
  )
  const isEmpty = index.chunks.length === 0
  return { passages: dropNearDuplicates(passages, most), confidence, answerable: !isEmpty && confidence >= answerFrom, isEmpty }
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
