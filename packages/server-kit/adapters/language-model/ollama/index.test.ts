import { afterEach, expect, it, vi } from 'vitest'
import { languageModelConformance } from '../../../testing/language-model-conformance.js'
import { startOllamaServer } from '../../../testing/model-servers/index.js'
import { ollama } from './index.js'

languageModelConformance({
  name: 'ollama',
  async start(options) {
    const server = await startOllamaServer({ models: ['llama3.2'], ...options })
    return { server, model: ollama({ model: 'llama3.2', url: server.url }) }
  },
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closing.splice(0)) await close()
})

const request = {
  system: 'Answer from the material.',
  messages: [{ role: 'user' as const, content: 'How long?' }],
  question: 'How long?',
  language: 'en',
  passages: [],
  maxTokens: 800,
}
const signal = AbortSignal.timeout(20_000)

it('sends the instructions first, then the turns, with a context large enough for the material', async () => {
  const { server, model } = await start({})
  for await (const _ of model.stream({ ...request, temperature: 0.2 }, { signal }));
  expect(server.requests.at(-1)).toMatchObject({
    path: '/api/chat',
    body: {
      model: 'llama3.2',
      stream: true,
      messages: [{ role: 'system', content: 'Answer from the material.' }, ...request.messages],
      options: { num_ctx: 8192, num_predict: 800, temperature: 0.2 },
    },
  })
})

it('names the command that gets a model that is not there', async () => {
  const { server } = await start({})
  const missing = ollama({ model: 'qwen3:4b', url: server.url })
  await expect(missing.stream(request, { signal })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'not_found',
    message: 'Ollama does not have this model. Get it with: ollama pull qwen3:4b',
  })
})

it('prints nothing, whatever the server sends', async () => {
  const printed = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')]
  for (const fault of ['malformed', { status: 500 }] as const) {
    const { model } = await start({ fault })
    await expect(
      (async () => {
        for await (const _ of model.stream(request, { signal }));
      })(),
    ).rejects.toMatchObject({ name: 'AdapterError' })
  }
  for (const method of printed) expect(method).not.toHaveBeenCalled()
})

it('is working while its model is in memory', async () => {
  const { model: idle } = await start({})
  expect(await idle.isWorking?.({ signal })).toBe(false)
  const { model: busy } = await start({ loaded: ['llama3.2:latest'] })
  expect(await busy.isWorking?.({ signal })).toBe(true)
})

async function start(options: Parameters<typeof startOllamaServer>[0]) {
  const server = await startOllamaServer({ models: ['llama3.2'], ...options })
  closing.push(server.close)
  return { server, model: ollama({ model: 'llama3.2', url: server.url }) }
}
