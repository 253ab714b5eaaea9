import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { expect, it } from 'vitest'
import type { GeneratePart } from '../../../ports/index.js'
import { languageModelConformance } from '../../../testing/language-model-conformance.js'
import { startOpenAiServer } from '../../../testing/model-servers/index.js'
import { aiSdk } from './index.js'

const providerOf = (url: string) => createOpenAICompatible({ name: 'test', baseURL: `${url}/v1`, apiKey: 'secret-of-ana', includeUsage: true })

languageModelConformance({
  name: 'ai-sdk',
  async start(options) {
    const server = await startOpenAiServer(options)
    const health = async ({ signal }: { signal: AbortSignal }) => {
      const { AdapterError } = await import('../../../ports/index.js')
      await fetch(`${server.url}/v1/models`, { signal }).catch(() => {
        throw new AdapterError({ adapter: 'test', code: 'unreachable', retryable: true, message: 'away' })
      })
    }
    return { server, model: aiSdk(providerOf(server.url)('test-chat'), { health }) }
  },
})

it('asks for what the request says, and tells no key', async () => {
  const server = await startOpenAiServer({ fault: ({ body }) => (body.temperature === 0.9 ? { status: 401 } : undefined) })
  const model = aiSdk(providerOf(server.url)('test-chat'), { contextTokens: 128_000 })
  expect([model.id, model.capabilities.contextTokens]).toEqual(['ai-sdk:test-chat', 128_000])
  const request = {
    system: 'Answer.',
    messages: [{ role: 'user' as const, content: 'How long?' }],
    question: 'How long?',
    language: 'en',
    passages: [],
    maxTokens: 100,
    stop: ['END'],
  }
  const signal = AbortSignal.timeout(20_000)
  for await (const _ of model.stream({ ...request, temperature: 0.2 }, { signal }));
  expect(server.requests.at(-1)?.body).toMatchObject({ model: 'test-chat', stream: true, max_tokens: 100, temperature: 0.2, stop: ['END'] })
  expect(server.requests.at(-1)?.body.messages).toMatchObject([{ role: 'system', content: 'Answer.' }, { role: 'user' }])
  const failure = await model
    .stream({ ...request, temperature: 0.9 }, { signal })
    [Symbol.asyncIterator]()
    .next()
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'credentials', retryable: false })
  expect(JSON.stringify(failure)).not.toContain('secret-of-ana')
  await server.close()
})

it('calls tools as the specification says, and takes their results back to it', async () => {
  const server = await startOpenAiServer({ reply: ({ body }) => (messagesOf(body).at(-1)?.role === 'tool' ? 'It is 2.1.' : { say: 'Let me see.', calls }) })
  const model = aiSdk(providerOf(server.url)('test-chat'), { tools: true })
  const calls = [
    { name: 'odds', input: { team: 'Betis' } },
    { name: 'odds', input: { team: 'Cádiz' } },
  ]
  const tools = [{ name: 'odds', description: 'Odds of a team', inputSchema: { type: 'object', properties: { team: { type: 'string' } } } }]
  const request = { system: 'Answer.', messages: [{ role: 'user' as const, content: 'Odds?' }], question: 'Odds?', language: 'en', passages: [], tools }
  const signal = AbortSignal.timeout(20_000)
  const parts: GeneratePart[] = []
  for await (const part of model.stream(request, { signal })) parts.push(part)
  const called = parts.filter((part) => part.type === 'tool-call')
  expect(called.map(({ name, input }) => ({ name, input }))).toEqual(calls)
  expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'other' })
  const results = called.map(({ id, name }) => ({ role: 'tool' as const, callId: id, name, content: `result of ${id}` }))
  const messages = [...request.messages, { role: 'assistant' as const, content: 'Let me see.', toolCalls: called }, ...results]
  for await (const _ of model.stream({ ...request, messages, toolChoice: 'none' }, { signal }));
  const body = server.requests.at(-1)?.body ?? {}
  expect(body).toMatchObject({ tool_choice: 'none', tools: [{ function: { name: 'odds' } }] })
  expect(messagesOf(body).slice(-2)).toMatchObject(called.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: `result of ${id}` })))
  await server.close()
})

function messagesOf(body: Record<string, unknown>): { role: string }[] {
  return body.messages as { role: string }[]
}
