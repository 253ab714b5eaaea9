import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.ingest(new File(['# Envíos\n\nLos envíos a la península tardan dos días y cuestan cinco euros.\n'], 'envíos.md'))
}, 60_000)
afterAll(() => server.close())

async function ask(text: string, of = server) {
  const { token, conversationId } = await of.visitor()
  await of.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'a', text } })
  for (;;) {
    const answer = (await of.call(routes.messages.list, { token, params: { conversationId } })).items.at(-1)
    if (answer?.role === 'assistant' && answer.status !== 'pending') return answer
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const unanswered = async (token = server.key) => (await server.call(routes.questions.unanswered, { token })).items

it('shows what visitors asked in vain, together and the most asked first, until it is dismissed', async () => {
  expect((await ask('¿Cuánto tardan los envíos a la península?')).citations).not.toEqual([])
  await ask('¿Vendéis bicicletas eléctricas?')
  for (const text of ['¿Puedo pagar con bitcoin?', 'puedo pagar con Bitcoin']) await ask(text)
  const items = await unanswered()
  expect(items).toMatchObject([
    { text: 'puedo pagar con Bitcoin', count: 2, otherWordings: ['¿Puedo pagar con bitcoin?'] },
    { text: '¿Vendéis bicicletas eléctricas?', count: 1, otherWordings: [] },
  ])
  const stranger = await server.person()
  expect(await unanswered(stranger)).toEqual([])
  const path = routes.questions.dismiss.path.replace('{questionId}', items[0]?.id ?? '')
  await expectRefusal(await server.request(path, { method: 'DELETE', token: stranger }), 'RESOURCE_001')
  expect((await server.request(path, { method: 'DELETE', token: server.key })).status).toBe(204)
  expect((await unanswered()).map(({ text }) => text)).toEqual(['¿Vendéis bicicletas eléctricas?'])
})

it('shows a question whose words the material has, and to which a model that read it says that it does not know', async () => {
  const model = await startOllamaServer({ models: ['test'], reply: () => 'No lo sé: el material habla de los envíos a la península, no de otros [1].' })
  const reading = await startTestServer({ languageModel: ollama({ model: 'test', url: model.url }) })
  try {
    await reading.ingest(new File(['# Envíos\n\nLos envíos a la península tardan dos días y cuestan cinco euros.\n'], 'envíos.md'))
    const answer = await ask('¿Cuánto cuestan los envíos a las islas?', reading)
    expect(answer).toMatchObject({ text: expect.stringContaining('No lo sé'), citations: [] })
    expect((await reading.call(routes.questions.unanswered, { token: reading.key })).items).toMatchObject([
      { text: '¿Cuánto cuestan los envíos a las islas?', count: 1 },
    ])
  } finally {
    await reading.close()
    await model.close()
  }
})

it('finds for people what the coach would find, with the words marked', async () => {
  const find = async (q: string, token = server.key) => {
    const response = await server.request(`/v1/knowledge/search?${new URLSearchParams({ q })}`, { token })
    return routes.knowledge.search.result.parse(await response.json())
  }
  const found = await find('cuanto cuesta el envio')
  const [hit] = found.items
  expect(hit).toMatchObject({ documentName: 'envíos.md', headings: ['Envíos'], score: 1 })
  expect(hit?.highlights.map(({ start, end }) => hit.text.slice(start, end))).toEqual(expect.arrayContaining(['envíos', 'cuestan']))
  expect(found.answerable).toBe(true)
  expect(await find('envíos', await server.person())).toMatchObject({ items: [], answerable: false })
  const { token } = await server.visitor()
  await expectRefusal(await server.request('/v1/knowledge/search?q=hola', { token }), 'AUTH_003')
  await expectRefusal(await server.request('/v1/knowledge/search?q=', { token: server.key }), 'VAL_001')
})
