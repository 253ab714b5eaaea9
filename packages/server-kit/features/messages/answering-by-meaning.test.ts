import { createHash } from 'node:crypto'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Embedder } from '../../ports/index.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const dimensions = 256
/** What each text of the material is about, in the words of either language. */
const subjects: [RegExp, string][] = [
  [/huerto|vegetable patch/i, 'El huerto se riega al amanecer y se abona con compost maduro.'],
  [/alquila|rental deposit/i, 'Quien alquila recibe su fianza un mes después de devolver las llaves.'],
  [/perro|puppy/i, 'El cachorro de perro duerme hasta veinte horas al día durante sus primeras semanas.'],
  [/acuarela|watercolour/i, 'La acuarela seca más despacio cuando el papel se humedece antes.'],
  [/maratón|long run/i, 'Antes del maratón conviene reducir los kilómetros durante dos semanas.'],
  [/ajedrez|openings/i, 'En ajedrez las aperturas tranquilas enseñan más que las trampas.'],
  [/violín|bow hair/i, 'Las cerdas del violín se cambian cada doce meses si se toca a diario.'],
  [/colmena|beekeep/i, 'La colmena se abre en días templados y sin viento.'],
]
/** A direction for each text, as good as drawn. */
function direction(name: string): Float32Array {
  const bytes = createHash('shake256', { outputLength: dimensions * 4 })
    .update(name)
    .digest()
  return Float32Array.from({ length: dimensions }, (_, at) => bytes.readInt32LE(at * 4) / 2 ** 31)
}
/** Texts in either language point to their subject. */
const embedder: Embedder = {
  id: 'test:bilingual',
  maxBatch: 16,
  embed: async (texts) =>
    texts.map((text) => {
      const [subject] = subjects.find(([words]) => words.test(text)) ?? []
      const vector = direction(text).map((value, at) => value + (subject ? 2 * (direction(subject.source)[at] ?? 0) : 0))
      const length = Math.hypot(...vector)
      return vector.map((value) => value / length)
    }),
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ embedder })
  for (const [at, [, text]] of subjects.entries()) await server.ingest(new File([text], `${at}.txt`))
}, 60_000)
afterAll(() => server.close())

async function ask(text: string, on = server) {
  const { token, conversationId } = await on.visitor()
  const params = { conversationId }
  await on.call(routes.messages.send, { token, params, body: { clientMessageId: 'q', text } })
  return vi.waitFor(async () => {
    const { items } = await on.call(routes.messages.list, { token, params })
    expect(items.at(-1)).toMatchObject({ role: 'assistant', status: 'completed' })
    return items.at(-1)
  }, 25_000)
}

it('a question that shares no word with the passage it is about is answered with that passage cited', async () => {
  for (const [question, at] of [
    ['How should I water my vegetable patch?', 0],
    ['When will my rental deposit come back?', 1],
    ['How much sleep does my puppy need?', 2],
  ] as const) {
    const answer = await ask(question)
    expect(answer?.citations.map(({ quote }) => quote)).toContain(subjects[at]?.[1])
    expect(answer?.citations.length).toBeLessThan(4)
    expect(answer?.confidence).toBeGreaterThanOrEqual(0.4)
  }
  const found = await server.call(routes.knowledge.search, { query: { q: 'Tips for my vegetable patch' }, token: server.key } as never)
  expect(found).toMatchObject({ answerable: true })
})

it('a question about something else is refused still', async () => {
  for (const question of ['Who wrote the opera Carmen?', '¿Cuántas lunas tiene Neptuno?', 'How do volcanoes erupt?']) {
    const answer = await ask(question)
    expect(answer?.citations).toEqual([])
    expect(answer?.confidence).toBeLessThan(0.4)
  }
  const { items } = await server.call(routes.questions.unanswered, { query: {}, token: server.key } as never)
  expect(items).toHaveLength(3)
})

it('without an embedder words decide, as ever', async () => {
  const wordsAlone = await startTestServer({ embedder: false })
  try {
    for (const [at, [, text]] of subjects.entries()) await wordsAlone.ingest(new File([text], `${at}.txt`))
    expect((await ask('How should I water my vegetable patch?', wordsAlone))?.citations).toEqual([])
    expect((await ask('¿Cuándo se riega el huerto?', wordsAlone))?.citations[0]?.quote).toBe(subjects[0]?.[1])
  } finally {
    await wordsAlone.close()
  }
})
