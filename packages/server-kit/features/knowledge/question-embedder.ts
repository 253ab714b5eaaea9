import { detectLanguage } from '../../domain/language/detect-language.js'
import { cosinesWith } from '../../domain/retrieval/fuse-scores.js'
import type { Embedder, Logger } from '../../ports/index.js'
import type { CreatorVectors } from './creator-vectors.js'
import { knows } from './embed-chunks.js'

export interface Comparison {
  /** How alike each passage is, -1 to 1; NaN where there is no vector. Absent: nothing can be said of this question. */
  cosines?: Float32Array
  /** The next time it may come out differently: the embedder is away, or its vectors are made anew. */
  isPassing?: boolean
}

/** Compares questions with passages; an outage is told once, and answers go on by words alone. */
export function createQuestionEmbedder(deps: { logger: Logger; onOtherDimensions?(creatorId: string): void }) {
  const down = new Set<string>()
  const embed = async (embedder: Embedder, query: string, signal: AbortSignal): Promise<Float32Array | undefined> => {
    try {
      const [vector] = await embedder.embed([query], { purpose: 'query', signal })
      down.delete(embedder.id)
      return vector
    } catch {
      if (signal.aborted) return undefined
      if (!down.has(embedder.id)) deps.logger.warn('retriever.embedder_down', { embedder: embedder.id })
      down.add(embedder.id)
      return undefined
    }
  }
  return {
    async compare(input: { creatorId: string; query: string; meaning: CreatorVectors; signal: AbortSignal }): Promise<Comparison> {
      const { creatorId, query, signal } = input
      const { embedder, vectors, knowsAll } = input.meaning
      const asked = detectLanguage(query)
      if (asked === undefined ? !knowsAll : !knows(embedder, asked)) return {}
      const vector = await embed(embedder, query, signal)
      if (vector === undefined) return { isPassing: true }
      if (vectors.some((stored) => stored !== undefined && stored.length !== vector.length)) {
        deps.onOtherDimensions?.(creatorId)
        return { isPassing: true }
      }
      return { cosines: cosinesWith(vector, vectors) }
    },
  }
}
