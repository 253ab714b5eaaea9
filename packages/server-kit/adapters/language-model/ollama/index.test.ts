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

it('is working while its model is in memory, as far as it can be told', async () => {
  const { model: idle } = await start({})
  expect(await idle.isWorking?.({ signal, waitedMs: 15_000 })).toBe(false)
  const { model: loading } = await start({ loaded: ['llama3.2:latest'] })
  expect(await loading.isWorking?.({ signal, waitedMs: 15_000 })).toBe(true)
  const { model: ready } = await start({ loaded: ['llama3.2:latest'] })
  await ready.warmUp?.({ signal })
  // It was ready, and says nothing.
  expect(await ready.isWorking?.({ signal, waitedMs: 0 })).toBe(false)
})

it('has the model loaded with the window of its calls, and reads a page to know its pace', async () => {
  const { server, model } = await start({})
  await model.warmUp?.({ signal })
  const [load, page] = server.requests.filter(({ path }) => path === '/api/generate').map(({ body }) => body)
  expect(load).toMatchObject({ prompt: '', options: { num_ctx: 8192 } })
  expect(page).toMatchObject({ prompt: expect.stringMatching(/^[\da-f-]{36} The coach reads/), options: { num_ctx: 8192, num_predict: 1 } })
})

it('has the window it is told, and no longer one than the model was made for', async () => {
  const { server } = await start({ contextLength: 4096 })
  const wide = ollama({ model: 'llama3.2', url: server.url, contextTokens: 32_768 })
  expect(wide.capabilities.contextTokens).toBe(32_768)
  await wide.warmUp?.({ signal })
  expect(wide.capabilities.contextTokens).toBe(4096)
  for await (const _ of wide.stream(request, { signal }));
  expect(server.requests.at(-1)).toMatchObject({ body: { options: { num_ctx: 4096 } } })
  const { server: silent } = await start({})
  const told = ollama({ model: 'llama3.2', url: silent.url, contextTokens: 32_768 })
  await told.health({ signal })
  for await (const _ of told.stream(request, { signal }));
  expect(silent.requests.at(-1)).toMatchObject({ body: { options: { num_ctx: 32_768 } } })
  expect(() => ollama({ model: 'llama3.2', contextTokens: 12.5 })).toThrow('whole number of tokens')
})

async function start(options: Parameters<typeof startOllamaServer>[0]) {
  const server = await startOllamaServer({ models: ['llama3.2'], ...options })
  closing.push(server.close)
  return { server, model: ollama({ model: 'llama3.2', url: server.url }) }
}
