import * as z from 'zod/mini'
import { AdapterError, type Reranker } from '../../../ports/index.js'
import { callEndpoint } from '../../language-model/openai-compatible/call-endpoint.js'

const answer = z.object({ results: z.array(z.object({ index: z.int().check(z.nonnegative()), relevance_score: z.number() })) })

/**
 * Any endpoint that speaks Cohere's `/rerank`, as Jina and OpenVINO Model Server do: `baseUrl` ends before `/rerank`.
 * https://docs.cohere.com/reference/rerank
 */
export function rerankApi(options: { baseUrl: string; model: string; apiKey?: string }): Reranker {
  const id = `rerank-api:${options.model}`
  const endpoint = { id, baseUrl: options.baseUrl.replace(/\/$/, ''), apiKey: options.apiKey, keyName: 'the apiKey of rerankApi' }
  return {
    id,
    async rerank({ query, texts }, { signal }) {
      if (texts.length === 0) return []
      const body = { model: options.model, query, documents: texts, top_n: texts.length }
      const response = await callEndpoint({ endpoint, path: '/rerank', signal, body })
      const parsed = answer.safeParse(await response.json().catch(() => undefined))
      signal.throwIfAborted()
      const results = parsed.success ? parsed.data.results.toSorted((first, second) => second.relevance_score - first.relevance_score) : []
      const order = results.map(({ index }) => index)
      if (order.length === 0 || new Set(order).size < order.length || order.some((place) => place >= texts.length)) throw malformed(id)
      return order
    },
  }
}

function malformed(adapter: string): AdapterError {
  return new AdapterError({ adapter, code: 'malformed', retryable: true, message: 'The reranker answered with what is no order of the passages.' })
}
