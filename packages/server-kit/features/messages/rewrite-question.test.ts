import { afterAll, beforeAll, expect, it } from 'vitest'
import { extractive } from '../../adapters/language-model/extractive/index.js'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import type { GenerateRequest, LanguageModel } from '../../ports/index.js'
import { type OllamaServerOptions, startOllamaServer } from '../../testing/model-servers/index.js'
import { beginGeneration } from './generate.js'
import { standaloneQuery } from './rewrite-question.js'
import { searchQuery } from './search-query.js'

let behaviour: OllamaServerOptions
let server: Awaited<ReturnType<typeof startOllamaServer>>
let model: LanguageModel
beforeAll(async () => {
  server = await startOllamaServer({
    reply: (request) => behaviour.reply?.(request) ?? '',
    fault: (request) => (typeof behaviour.fault === 'function' ? behaviour.fault(request) : behaviour.fault),
  })
  model = ollama({ model: 'test-chat', url: server.url })
})
afterAll(() => server.close())

const history = [
  { role: 'user' as const, text: '¿Cuánto cuesta la sesión de pareja en Madrid?' },
  { role: 'assistant' as const, text: 'La sesión de pareja cuesta 90 euros [1].' },
]
const asked = (question: string) => ({ question, history, language: 'es' })
const running = (signal = new AbortController().signal) => ({ signal, begin: async (request: GenerateRequest) => beginGeneration(request, model) })

it.each([
  ['¿Y eso cuánto dura?', '¿Y eso cuánto dura? Madrid'],
  ['¿Y eso?', '¿Y eso? Madrid'],
  ['¿Cómo preparo mi primera sesión individual?', '¿Cómo preparo mi primera sesión individual?'],
  [
    '¿Se puede cancelar una sesión de grupo con menos de un día de antelación por eso?',
    '¿Se puede cancelar una sesión de grupo con menos de un día de antelación por eso?',
  ],
])('without a model %s takes along what it leans on', (question, query) => {
  expect(searchQuery(question, history)).toBe(query)
})

it('without names a question of no subject takes the last words of subject', () => {
  expect(searchQuery('¿Por qué?', [{ role: 'user', text: '¿Puedo cancelar una sesión el mismo día?' }])).toMatch(/^¿Por qué\? .*sesión/u)
  expect(searchQuery('¿Por qué?', [])).toBe('¿Por qué?')
})

it('a model writes the question out, in one call that holds no material', async () => {
  behaviour = { reply: () => '«¿Cuánto dura la sesión de pareja en Madrid?»' }
  const before = server.requests.length
  expect(await standaloneQuery(model, asked('¿Y eso cuánto dura?'), running())).toBe('¿Cuánto dura la sesión de pareja en Madrid?')
  expect(server.requests.length - before).toBe(1)
  expect(await standaloneQuery(model, asked('¿Cómo preparo mi primera sesión individual?'), running())).toBe('¿Cómo preparo mi primera sesión individual?')
  expect(server.requests.length - before).toBe(1)
})

it.each<[string, OllamaServerOptions]>([
  ['fails', { fault: { status: 500 } }],
  ['is cut', { reply: () => 'uno dos tres', fault: 'cut' }],
  ['says nothing', { reply: () => ' ' }],
  ['answers instead', { reply: () => 'Claro, aquí tienes una receta:\n1. Harina' }],
  ['speaks of something else', { reply: () => '¿Cuál es la capital de Mongolia?' }],
])('a model that %s changes nothing', async (_what, how) => {
  behaviour = how
  expect(await standaloneQuery(model, asked('¿Y eso cuánto dura?'), running())).toBe('¿Y eso cuánto dura? Madrid')
})

it('what only quotes is not asked, and who gives up is not kept waiting', async () => {
  expect(await standaloneQuery(extractive(), asked('¿Y eso cuánto dura?'), running())).toBe('¿Y eso cuánto dura? Madrid')
  behaviour = { fault: 'hang' }
  await expect(standaloneQuery(model, asked('¿Y eso cuánto dura?'), running(AbortSignal.timeout(50)))).rejects.toThrow()
})
