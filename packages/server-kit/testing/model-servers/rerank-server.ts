import { type AnswerOptions, type ModelServer, sendAnswer, sendJson, startLocalServer } from './local-server.js'

export interface RerankServerOptions extends Pick<AnswerOptions, 'fault'> {
  /** The results; those that hold more of the query's words first unless told. */
  order?: (asked: { query: string; documents: string[] }) => { index: number; relevance_score: number }[]
}

/** Cohere's `/v1/rerank`. `url` ends before `/v1`. */
export function startRerankServer(options: RerankServerOptions = {}): Promise<ModelServer> {
  return startLocalServer((request, response) => {
    if (request.path !== '/v1/rerank') return sendJson(response, { message: 'not found' }, 404)
    const { query, documents, top_n: most } = request.body as { query: string; documents: string[]; top_n: number }
    const results = (options.order ?? byWords)({ query, documents }).slice(0, most)
    sendAnswer({ request, response, options, value: { id: 'test', results } })
  })
}

function byWords({ query, documents }: { query: string; documents: string[] }) {
  const asked = wordsOf(query)
  return documents
    .map((text, index) => ({ index, relevance_score: asked.filter((word) => wordsOf(text).includes(word)).length / asked.length }))
    .toSorted((first, second) => second.relevance_score - first.relevance_score)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
