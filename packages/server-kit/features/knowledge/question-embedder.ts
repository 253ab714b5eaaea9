import { detectLanguage } from '../../domain/language/detect-language.js'
import { cosinesWith } from '../../domain/retrieval/fuse-scores.js'
import type { Embedder, Logger, QuestionVector } from '../../ports/index.js'
import type { CreatorVectors } from './creator-vectors.js'
import { knows } from './embed-chunks.js'
import type { Question } from './search-engine.js'

export interface AskedQuestion {
  vectorOf: Question['vectorOf']
  compare(meaning: CreatorVectors): Promise<Comparison>
}
interface Comparison {
  /** How alike each passage is, -1 to 1; NaN where there is no vector; after them, how alike the others are. Absent: nothing can be said of this question. */
  cosines?: Float32Array
  /** The next time it may come out differently: the embedder is away, or its vectors are made anew. */
  isPassing?: boolean
}

/** Compares questions with passages; an outage is told once, and answers go on by words alone. */
export function createQuestionEmbedder(deps: { logger: Logger; onOtherDimensions?(creatorId: string): void }) {
  const down = new Set<string>()
  const vectorOf = (embedder: Embedder, input: { query: string; questionVector: QuestionVector | undefined; signal: AbortSignal }) => {
    if (input.questionVector?.embedderId === embedder.id) return input.questionVector.values
    // It runs in clients: a question without a vector goes by words, and nothing is down.
    return embedder.client ? undefined : embed(embedder, input.query, input.signal)
  }
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
  const isOtherLength = ({ vectors }: CreatorVectors, vector: Float32Array) => vectors.some((stored) => stored && stored.length !== vector.length)
  return {
    /** One question of a creator; each embedder is asked for its vector once, however often that is needed. */
    ask(input: {
      creatorId: string
      query: string
      /** Made by a client; used where it is of the embedder that the passages' vectors are of. */
      questionVector: QuestionVector | undefined
      signal: AbortSignal
    }): AskedQuestion {
      const { creatorId, query } = input
      const asked = detectLanguage(query)
      const made = new Map<Embedder, Promise<Float32Array | undefined>>()
      const once = (embedder: Embedder) => {
        const vector = made.get(embedder) ?? Promise.resolve(vectorOf(embedder, input))
        made.set(embedder, vector)
        return vector
      }
      return {
        async vectorOf(embedder) {
          if (asked !== undefined && !knows(embedder, asked)) return undefined
          return (await once(embedder)) ?? (embedder.client ? undefined : 'away')
        },
        async compare(meaning) {
          const { embedder, vectors, others = [], knowsAll } = meaning
          if (!isSpoken({ embedder, knowsAll }, asked)) return {}
          const vector = await once(embedder)
          if (vector === undefined) return embedder.client ? {} : { isPassing: true }
          if (isOtherLength(meaning, vector)) {
            deps.onOtherDimensions?.(creatorId)
            return { isPassing: true }
          }
          return { cosines: cosinesWith(vector, [...vectors, ...others]) }
        },
      }
    },
  }
}

/** Of a question in no language that is known, the passages decide. */
function isSpoken({ embedder, knowsAll }: Pick<CreatorVectors, 'embedder' | 'knowsAll'>, asked: string | undefined): boolean {
  return asked === undefined ? knowsAll : knows(embedder, asked)
}
