import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { afterEach, expect, it } from 'vitest'
import { embedderConformance } from '../../testing/embedder-conformance.js'
import { startOllamaServer, startOpenAiServer } from '../../testing/model-servers/index.js'
import { aiSdkEmbedder } from './ai-sdk/index.js'
import { ollamaEmbedder } from './ollama/index.js'
import { openaiCompatibleEmbedder } from './openai-compatible/index.js'
import { unitVectors } from './unit-vectors.js'

embedderConformance({
  name: 'ollama',
  async start(options) {
    const server = await startOllamaServer({ models: ['bge-m3'], ...options })
    return { server, embedder: ollamaEmbedder({ model: 'bge-m3', url: server.url }) }
  },
})
embedderConformance({
  name: 'ai-sdk',
  async start(options) {
    const server = await startOpenAiServer(options)
    const provider = createOpenAICompatible({ name: 'test', baseURL: `${server.url}/v1`, apiKey: 'key', fetch: inOrder })
    return { server, embedder: aiSdkEmbedder(provider.embeddingModel('bge-m3')) }
  },
})
embedderConformance({
  name: 'openai-compatible',
  async start(options) {
    const server = await startOpenAiServer(options)
    return { server, embedder: openaiCompatibleEmbedder({ baseUrl: `${server.url}/v1`, model: 'bge-m3' }) }
  },
})

/** The provider package goes by the order of the answer; this server answers in any, as the protocol lets it. */
async function inOrder(...call: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...call)
  const answer = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { data?: { index: number }[] } | undefined
  return answer?.data ? Response.json({ ...answer, data: answer.data.toSorted((first, second) => first.index - second.index) }) : response
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

it.each([
  ['nomic-embed-text', 'search_query: hola', 'search_document: hola'],
  ['embeddinggemma', 'task: search result | query: hola', 'title: none | text: hola'],
  ['multilingual-e5-small', 'query: hola', 'passage: hola'],
  ['bge-m3', 'hola', 'hola'],
])('%s is given what its model card asks for before a text', async (model, query, passage) => {
  const server = await startOllamaServer({ models: [model] })
  closing.push(server.close)
  const embedder = ollamaEmbedder({ model, url: server.url })
  const signal = AbortSignal.timeout(20_000)
  await embedder.embed(['hola'], { purpose: 'query', signal })
  await embedder.embed(['hola'], { purpose: 'passage', signal })
  expect(server.requests.map(({ body }) => body.input)).toEqual([[query], [passage]])
})

it.each([
  ['fewer vectors than texts', [[1, 0]]],
  ['vectors of two lengths', [[1, 0], [1]]],
  ['empty vectors', [[], []]],
  [
    'a vector without direction',
    [
      [1, 0],
      [0, 0],
    ],
  ],
  [
    'a number that is none',
    [
      [1, 0],
      [Number.NaN, 1],
    ],
  ],
  [
    'a number beyond a float',
    [
      [1, 0],
      [1e300, 1],
    ],
  ],
])('%s are refused', (_, rows) => {
  expect(() => unitVectors({ adapter: 'test', rows, count: 2 })).toThrowError(expect.objectContaining({ code: 'malformed', retryable: false }))
})
