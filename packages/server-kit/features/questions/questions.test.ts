import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.ingest(new File(['# Envíos\n\nLos envíos a la península tardan dos días y cuestan cinco euros.\n'], 'envíos.md'))
}, 60_000)
afterAll(() => server.close())

async function ask(text: string) {
  const { token, conversationId } = await server.visitor()
  await server.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'a', text } })
  for (;;) {
    const answer = (await server.call(routes.messages.list, { token, params: { conversationId } })).items.at(-1)
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
