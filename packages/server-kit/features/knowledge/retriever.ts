import type { DocumentType, Language } from '@coachkit/contract'
import { bestHits } from '../../domain/retrieval/best-hits.js'
import { usualThreshold } from '../../domain/retrieval/confidence.js'
import { dropNearDuplicates } from '../../domain/retrieval/drop-near-duplicates.js'
import { cosinesWith, fuseScores } from '../../domain/retrieval/fuse-scores.js'
import { buildLexicalIndex, type LexicalIndex } from '../../domain/retrieval/lexical-index.js'
import type { Embedder, Logger, Storage, StoredChunk } from '../../ports/index.js'
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
  health(): { embedder: 'up' | 'down' | 'none' }
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
  vectors: readonly (Float32Array | undefined)[] | undefined
}

const usualLimit = 6
/** Chunks held in memory over all creators. */
const heldChunks = 60_000

/** Finds the passages a question is about; words always work, vectors join in while the embedder answers. */
export function createRetriever(deps: { storage: Storage; embedder?: Embedder; logger: Logger }): Retriever {
  const cache = createIndexCache<CreatorIndex>({ heldChunks, load: (creatorId, earlier) => loadIndex({ ...deps, creatorId, earlier }) })
  const queries = createQueryEmbedder(deps)
  return {
    health: queries.health,
    async search({ creatorId, query, limit = usualLimit, answerFrom = usualThreshold, only, signal }) {
      const [index, vector] = await Promise.all([currentIndex({ storage: deps.storage, cache, creatorId }), queries.embed(query, signal)])
      signal.throwIfAborted()
      return searchIndex({ index, query, vector, limit, answerFrom, only })
    },
  }
}

async function currentIndex(input: { storage: Storage; cache: IndexCache<CreatorIndex>; creatorId: string }): Promise<CreatorIndex> {
  const version = await input.storage.as({ creatorId: input.creatorId }, (tx) => tx.knowledge.version())
  return input.cache.get(input.creatorId, version)
}

async function loadIndex(input: { storage: Storage; embedder?: Embedder; creatorId: string; earlier: CreatorIndex | undefined }) {
  const { embedder } = input
  const rows = await input.storage.as({ creatorId: input.creatorId }, async (tx) => ({
    version: await tx.knowledge.version(),
    chunks: await tx.knowledge.chunks(),
    vectors: embedder === undefined ? [] : await tx.knowledge.vectors(embedder.id),
  }))
  const byChunk = new Map(rows.vectors.map(({ chunkId, vector }) => [chunkId, vector]))
  const vectors = byChunk.size === 0 ? undefined : rows.chunks.map((chunk) => byChunk.get(chunk.id))
  const index: CreatorIndex = { chunks: rows.chunks, lexical: buildLexicalIndex(rows.chunks, input.earlier?.lexical.reader), vectors }
  return { version: rows.version, size: rows.chunks.length, index }
}

function searchIndex(input: {
  index: CreatorIndex
  query: string
  vector: Float32Array | undefined
  limit: number
  answerFrom: number
  only: MaterialFilter | undefined
}): Retrieval {
  const { index, query, vector, limit, answerFrom, only } = input
  const cosines = vector === undefined || index.vectors === undefined ? undefined : cosinesWith(vector, index.vectors)
  const scores = fuseScores(index.lexical.scores(query), cosines)
  const ranked = bestHits(only === undefined ? scores : narrowed(scores, index.chunks, only), limit * 2)
  const passages = ranked.flatMap((hit) => {
    const chunk = index.chunks[hit.index]
    return chunk === undefined ? [] : [{ ...chunk, score: hit.score }]
  })
  const { confidence } = index.lexical.judge(
    query,
    ranked.map((hit) => hit.index),
  )
  const isEmpty = index.chunks.length === 0
  return { passages: dropNearDuplicates(passages, limit), confidence, answerable: !isEmpty && confidence >= answerFrom, isEmpty }
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
