import * as z from 'zod/mini'
import type { Embedder } from '../../../ports/index.js'
import { callEndpoint } from '../../language-model/openai-compatible/call-endpoint.js'
import { traitsOf } from '../model-traits.js'
import { unitVectors } from '../unit-vectors.js'

const answer = z.object({ data: z.array(z.object({ index: z.number(), embedding: z.array(z.number()) })) })

/** Any endpoint that speaks OpenAI's embeddings: `baseUrl` ends before `/embeddings`. `languages` in place of what is known of the model. */
export function openaiCompatibleEmbedder(options: { baseUrl: string; model: string; apiKey?: string; languages?: readonly string[] }): Embedder {
  const id = `openai-compatible:${options.model}`
  const endpoint = { id, baseUrl: options.baseUrl.replace(/\/$/, ''), apiKey: options.apiKey }
  const traits = traitsOf(options.model)
  return {
    id,
    languages: options.languages ?? traits.languages,
    maxBatch: 64,
    async embed(texts, { purpose, signal }) {
      const response = await callEndpoint({
        endpoint,
        path: '/embeddings',
        signal,
        body: { model: options.model, input: texts.map((text) => traits[purpose] + text) },
      })
      const parsed = answer.safeParse(await response.json().catch(() => undefined))
      const rows = parsed.success ? parsed.data.data.toSorted((first, second) => first.index - second.index).map(({ embedding }) => embedding) : []
      return unitVectors({ adapter: id, rows, count: texts.length })
    },
  }
}
