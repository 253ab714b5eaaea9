import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rerankApi } from '../../adapters/reranker/rerank-api/index.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { startRerankServer } from '../../testing/model-servers/index.js'
import type { Fault, ModelServer } from '../../testing/model-servers/local-server.js'

const question = '¿Cuánto cuesta la sesión de pareja?'
const guide =
  '# Pareja\n\nLa sesión de pareja dura una hora.\n\n# Precios\n\nLa sesión de pareja cuesta noventa euros.\n\n# Pagos\n\nLa sesión se paga antes.\n'
let fault: Fault | undefined
/** Which part the reranker puts first; the rest it does not speak of. */
let favourite = 'Pagos'
let model: ModelServer
let server: TestServer

beforeAll(async () => {
  model = await startRerankServer({
    fault: () => fault,
    order: ({ documents }) => [{ index: documents.findIndex((text) => text.startsWith(favourite)), relevance_score: -7.5 }],
  })
  server = await startTestServer({ reranker: rerankApi({ baseUrl: `${model.url}/v1`, model: 'test-reranker', apiKey: 'key' }) })
  await server.ingest(new File([guide], 'guía.md'))
}, 120_000)
afterAll(async () => {
  await server.close()
  await model.close()
})

const search = () => server.call(routes.knowledge.search, { token: server.key, query: { q: question } })
const headingsOf = ({ items }: Awaited<ReturnType<typeof search>>) => items.map(({ headings }) => headings[0])
const health = () => server.call(routes.health.get)

it('the reranker says the order, and changes no score and no confidence; while it is away the order stays, and health says so', async () => {
  fault = { status: 503 }
  const without = await search()
  expect(headingsOf(without)[0]).toBe('Precios')
  expect(await health()).toMatchObject({ status: 'degraded', reranker: { status: 'down' } })

  fault = undefined
  const found = await search()
  // What it does not speak of follows in the order there was.
  expect(headingsOf(found)).toEqual(['Pagos', ...headingsOf(without).filter((heading) => heading !== 'Pagos')])
  expect(found.items.map(({ score }) => score)).toEqual(without.items.map(({ score }) => score))
  expect([found.confidence, found.answerable]).toEqual([without.confidence, without.answerable])
  expect(model.requests.at(-1)?.body).toMatchObject({ model: 'test-reranker', query: question, top_n: 3 })
  expect(await health()).toMatchObject({ status: 'healthy', reranker: { status: 'up', adapter: 'rerank-api', id: 'rerank-api:test-reranker' } })

  favourite = 'Pareja'
  expect(headingsOf(await search())[0]).toBe('Pareja')
})
