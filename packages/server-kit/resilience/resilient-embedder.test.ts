import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ollamaEmbedder } from '../adapters/embedder/ollama/index.js'
import { startOllamaServer } from '../testing/model-servers/index.js'
import type { Fault, ModelServer } from '../testing/model-servers/local-server.js'
import { resilientEmbedder } from './resilient-embedder.js'

let server: ModelServer
/** What happens to the next calls, one each; then they succeed. */
let faults: (Fault | undefined)[]
beforeEach(async () => {
  faults = []
  server = await startOllamaServer({ models: ['bge-m3'], fault: () => faults.shift() })
})
afterEach(() => server.close())

const signal = AbortSignal.timeout(20_000)
const create = (options = {}) => resilientEmbedder(ollamaEmbedder({ model: 'bge-m3', url: server.url }), { random: () => 0, ...options })

it('sends many texts in batches and gives the vectors in their order', async () => {
  const embedder = create()
  const texts = Array.from({ length: 40 }, (_, at) => `text ${at}`)
  const vectors = await embedder.embed(texts, { purpose: 'passage', signal })
  expect(server.requests.map(({ body }) => (body.input as string[]).length)).toEqual([16, 16, 8])
  expect(vectors[39]).toEqual((await embedder.embed(['text 39'], { purpose: 'passage', signal }))[0])
})

it('asks again for documents, three times at most, each batch alone', async () => {
  faults = [{ status: 500 }, 'cut', undefined]
  expect(await create().embed(['a'], { purpose: 'passage', signal })).toHaveLength(1)
  faults = [{ status: 500 }, { status: 500 }, { status: 500 }]
  await expect(create().embed(['a'], { purpose: 'passage', signal })).rejects.toMatchObject({ code: 'server_error' })
  expect(server.requests).toHaveLength(6)
})

it('asks once for a question: a reader is waiting', async () => {
  faults = [{ status: 500 }]
  await expect(create().embed(['a'], { purpose: 'query', signal })).rejects.toMatchObject({ code: 'server_error' })
  expect(server.requests).toHaveLength(1)
})

it('does not ask again what is refused', async () => {
  faults = [{ status: 404 }]
  await expect(create().embed(['a'], { purpose: 'passage', signal })).rejects.toMatchObject({ code: 'not_found' })
  expect(server.requests).toHaveLength(1)
})

it('ends in time, and closes the call', async () => {
  faults = ['hang']
  await expect(create({ timeoutMs: 50 }).embed(['a'], { purpose: 'query', signal })).rejects.toMatchObject({ code: 'timeout', retryable: true })
  await vi.waitFor(() => expect(server.abortedCount()).toBe(1))
})

it('leaves a server alone that fails again and again, and tries it later', async () => {
  let time = 0
  const embedder = create({ breaker: { restMs: 30_000, now: () => time } })
  const ask = () => embedder.embed(['a'], { purpose: 'query', signal })
  faults = Array.from({ length: 5 }, () => ({ status: 500 }))
  for (let at = 0; at < 5; at += 1) await expect(ask()).rejects.toMatchObject({ code: 'server_error' })
  await expect(ask()).rejects.toMatchObject({ code: 'resting' })
  expect(server.requests).toHaveLength(5)
  time = 30_000
  expect(await ask()).toHaveLength(1)
})

it('can be called off while it waits to ask again', async () => {
  faults = [{ status: 429, retryAfter: '30' }]
  const leave = new AbortController()
  const asked = create().embed(['a'], { purpose: 'passage', signal: leave.signal })
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  leave.abort(new Error('The reader left'))
  await expect(asked).rejects.toThrow()
  expect(server.requests).toHaveLength(1)
})
