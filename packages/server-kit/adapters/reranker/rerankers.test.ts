import { afterAll, expect, it } from 'vitest'
import { startRerankServer } from '../../testing/model-servers/index.js'
import { rerankerConformance } from '../../testing/reranker-conformance.js'
import { rerankApi } from './rerank-api/index.js'

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

rerankerConformance({
  name: 'rerank-api',
  async start(options) {
    const server = await startRerankServer(options)
    return { server, reranker: rerankApi({ baseUrl: `${server.url}/v1/`, model: 'test-reranker' }) }
  },
})

it.each([[[]], [[2]], [[-1]], [[0, 0]]])('the places %j are no order of two texts', async (places) => {
  const server = await startRerankServer({ order: () => places.map((index) => ({ index, relevance_score: 1 })) })
  closing.push(server.close)
  const reranker = rerankApi({ baseUrl: `${server.url}/v1`, model: 'test-reranker' })
  await expect(reranker.rerank({ query: 'hola', texts: ['uno', 'dos'] }, { signal: AbortSignal.timeout(20_000) })).rejects.toMatchObject({ code: 'malformed' })
})
