import * as z from 'zod/mini'
import type { Embedder } from '../../../ports/index.js'
import { carrierNow } from '../../../telemetry/index.js'
import { aiSdkError } from '../../language-model/ai-sdk/ai-sdk-error.js'
import { traitsOf } from '../model-traits.js'
import { unitVectors } from '../unit-vectors.js'

/** What is used of an embedding model object of the AI SDK; its versions 2, 3 and 4 agree on it. Source: `EmbeddingModelV2` to `V4` of `@ai-sdk/provider`. */
export interface AiSdkEmbeddingModel {
  readonly specificationVersion: string
  readonly modelId: string
  readonly maxEmbeddingsPerCall: PromiseLike<number | undefined> | number | undefined
  doEmbed(call: { values: string[]; abortSignal: AbortSignal; headers: Record<string, string> }): PromiseLike<{ embeddings: number[][] }>
}

const answer = z.object({ embeddings: z.array(z.array(z.number())) })
/** Of a model whose object does not say, or only later. */
const usualBatch = 64

/**
 * An embedding model of the Vercel AI SDK, as its provider packages make them: `aiSdkEmbedder(createMistral({ apiKey }).textEmbeddingModel('mistral-embed'))`.
 * Speaks versions 2 to 4 of its specification (AI SDK 5 to 7); the package `ai` itself is not needed. `languages` in place of what is known of the model.
 */
export function aiSdkEmbedder(model: AiSdkEmbeddingModel, options: { languages?: readonly string[] } = {}): Embedder {
  const id = `ai-sdk:${model.modelId}`
  const traits = traitsOf(model.modelId)
  const most = typeof model.maxEmbeddingsPerCall === 'number' ? model.maxEmbeddingsPerCall : usualBatch
  return {
    id,
    languages: options.languages ?? traits.languages,
    maxBatch: Math.max(1, Math.min(usualBatch, most)),
    async embed(texts, { purpose, signal }) {
      signal.throwIfAborted()
      try {
        const raw = await model.doEmbed({ values: texts.map((text) => traits[purpose] + text), abortSignal: signal, headers: carrierNow() })
        const parsed = answer.safeParse(raw)
        return unitVectors({ adapter: id, rows: parsed.success ? parsed.data.embeddings : [], count: texts.length })
      } catch (error) {
        signal.throwIfAborted()
        throw aiSdkError(id, error)
      }
    },
  }
}
