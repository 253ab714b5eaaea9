import { AdapterError, type Embedder, type Logger, type Storage } from '../../ports/index.js'
import type { Question } from './search-engine.js'

/** Passages that are read again, closely, beside those that the words found. */
const candidateCount = 80

export interface NearestPassages {
  /** The ids of those whose vectors are nearest to the question's; none where there is no index. `isPassing`: it is away. */
  find(question: Omit<Question, 'query'>): Promise<{ chunkIds: string[]; isPassing: boolean }>
  /** Whether the latest search failed. */
  isDown(): boolean
}

/** Asks the index of a large creator's vectors. One that fails is told of once, and built again; words answer meanwhile. */
export function createNearestPassages(deps: {
  storage: Storage
  embedders: readonly Embedder[]
  logger: Logger
  onJob?: (() => void) | undefined
}): NearestPassages {
  const { storage, logger } = deps
  const down = new Set<string>()
  const fail = async (creatorId: string, error: unknown) => {
    if (down.has(creatorId)) return
    down.add(creatorId)
    logger.warn('retriever.vector_index_down', { creatorId, reason: AdapterError.isInstance(error) ? error.code : 'unexpected' })
    await storage.as({ creatorId }, (tx) => tx.postings.queue()).then(deps.onJob, () => undefined)
  }
  return {
    isDown: () => down.size > 0,
    async find({ creatorId, state: { vectorIndex }, only, vectorOf }) {
      const embedder = deps.embedders.find(({ id }) => id === vectorIndex?.embedderId)
      if (!embedder) {
        down.delete(creatorId)
        return { chunkIds: [], isPassing: false }
      }
      const vector = await vectorOf(embedder)
      // One of another length is the model's change of mind, which is noticed where vectors are compared.
      if (vector === 'away' || vector?.length !== vectorIndex?.dimensions) return { chunkIds: [], isPassing: vector === 'away' }
      if (vector === undefined) return { chunkIds: [], isPassing: false }
      const asked = { embedderId: embedder.id, vector, limit: candidateCount, only }
      try {
        const chunkIds = await storage.as({ creatorId }, (tx) => tx.embeddings.nearest(asked))
        down.delete(creatorId)
        return { chunkIds, isPassing: false }
      } catch (error) {
        await fail(creatorId, error)
        return { chunkIds: [], isPassing: true }
      }
    },
  }
}
