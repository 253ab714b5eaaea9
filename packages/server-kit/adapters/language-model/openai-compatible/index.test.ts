import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { languageModelConformance } from '../../../testing/language-model-conformance.js'
import { startOpenAiServer } from '../../../testing/model-servers/index.js'
import { openaiCompatible } from './index.js'

languageModelConformance({
  name: 'openai-compatible',
  async start(options) {
    const server = await startOpenAiServer(options)
    return { server, model: openaiCompatible({ baseUrl: `${server.url}/v1`, model: 'test-chat' }) }
  },
})

const closing: (() => unknown)[] = []
afterEach(async () => {
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

it('sends the instructions first, then the turns, and asks for the usage', async () => {
  const server = await startOpenAiServer()
  closing.push(server.close)
  const model = openaiCompatible({ baseUrl: `${server.url}/v1/`, model: 'test-chat' })
  for await (const _ of model.stream({ ...request, temperature: 0.2 }, { signal }));
  expect(server.requests.at(-1)).toMatchObject({
    path: '/v1/chat/completions',
    body: {
      model: 'test-chat',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'system', content: 'Answer from the material.' }, ...request.messages],
      max_tokens: 800,
      temperature: 0.2,
    },
  })
})

it('says the length and the temperature as a reasoning model wants them, and remembers how', async () => {
  const server = await startOpenAiServer({ reasoning: true, reply: () => 'An hour.' })
  closing.push(server.close)
  const model = openaiCompatible({ baseUrl: `${server.url}/v1`, model: 'test-chat' })
  for (const calls of [3, 1]) {
    const before = server.requests.length
    for await (const _ of model.stream({ ...request, temperature: 0.2 }, { signal }));
    expect(server.requests.length - before).toBe(calls)
  }
  const { body } = server.requests.at(-1) ?? {}
  expect(body).toMatchObject({ max_completion_tokens: 800 })
  expect(body).not.toHaveProperty('max_tokens')
  expect(body).not.toHaveProperty('temperature')
})

it('has the window it is told', () => {
  const at = (contextTokens?: number) =>
    openaiCompatible({ baseUrl: 'http://127.0.0.1:9/v1', model: 'test-chat', ...(contextTokens === undefined ? {} : { contextTokens }) })
  expect([at().capabilities.contextTokens, at(128_000).capabilities.contextTokens]).toEqual([32_000, 128_000])
  expect(() => at(0)).toThrow('whole number of tokens')
})

it('refuses the key’s refusal for good, and never says the key', async () => {
  const server = await startOpenAiServer({ fault: { status: 401 } })
  closing.push(server.close)
  const model = openaiCompatible({ baseUrl: `${server.url}/v1`, model: 'test-chat', apiKey: 'secret-of-ana' })
  const failure = await model
    .stream(request, { signal })
    [Symbol.asyncIterator]()
    .next()
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'credentials', retryable: false, message: 'The model server refuses the key. Check OPENAI_API_KEY.' })
  expect(JSON.stringify(failure)).not.toContain('secret-of-ana')
})

it('takes the key to its own server only: a redirect is not followed', async () => {
  const elsewhere: (string | undefined)[] = []
  const other = await listen((authorization) => void elsewhere.push(authorization))
  const server = await listen((_authorization, redirect) => redirect(`${other}/v1/chat/completions`))
  const model = openaiCompatible({ baseUrl: `${server}/v1`, model: 'test-chat', apiKey: 'secret-of-ana' })
  await expect(model.stream(request, { signal })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'refused', retryable: false })
  expect(elsewhere).toEqual([])
})

async function listen(answer: (authorization: string | undefined, redirect: (location: string) => void) => void): Promise<string> {
  const server = createServer((incoming, response) => {
    answer(incoming.headers.authorization, (location) => response.writeHead(307, { location }))
    response.end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
