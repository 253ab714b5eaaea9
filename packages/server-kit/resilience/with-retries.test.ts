import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openaiCompatible } from '../adapters/language-model/openai-compatible/index.js'
import { startOpenAiServer } from '../testing/model-servers/index.js'
import type { Fault, ModelServer } from '../testing/model-servers/local-server.js'
import { type RetryOptions, withRetries } from './with-retries.js'

let server: ModelServer
/** What happens to the next calls, one each; then they are answered. */
let faults: (Fault | undefined)[]
beforeEach(async () => {
  faults = []
  server = await startOpenAiServer({ reply: () => ['An ', 'hour ', 'long.'], delayMs: 5, fault: () => faults.shift() })
})
afterEach(() => server.close())

async function ask(options: RetryOptions = {}, signal = AbortSignal.timeout(20_000)) {
  const model = withRetries(openaiCompatible({ baseUrl: `${server.url}/v1`, model: 'test-chat' }), options)
  const request = { system: '', messages: [{ role: 'user' as const, content: 'How long?' }], question: 'How long?', language: 'en', passages: [] }
  let text = ''
  for await (const part of model.stream(request, { signal })) if (part.type === 'text') text += part.text
  return text
}

it('asks again after a passing failure, for as long as nothing was read', async () => {
  faults = [{ status: 500 }, { status: 503 }]
  expect(await ask({ random: () => 0 })).toBe('An hour long.')
  faults = ['cut']
  await expect(ask({ random: () => 0 })).rejects.toMatchObject({ code: 'cut' })
  expect(server.requests).toHaveLength(4)
})

it('gives up after three', async () => {
  faults = Array.from({ length: 9 }, () => ({ status: 500 }))
  await expect(ask({ random: () => 0 })).rejects.toMatchObject({ code: 'server_error' })
  expect(server.requests).toHaveLength(3)
})

it('waits as long as the provider asks, and leaves a longer wait to whoever asked', async () => {
  faults = [{ status: 429, retryAfter: '1' }]
  const began = performance.now()
  expect(await ask({ random: () => 0 })).toBe('An hour long.')
  expect(performance.now() - began).toBeGreaterThanOrEqual(999)
  faults = [{ status: 429, retryAfter: '30' }]
  await expect(ask()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 })
  expect(server.requests).toHaveLength(3)
})

it('does not ask again what was refused, nor after the reader left', async () => {
  faults = [{ status: 400 }]
  await expect(ask()).rejects.toMatchObject({ code: 'refused' })
  const leave = new AbortController()
  faults = [{ status: 429, retryAfter: '5' }]
  const asked = ask({}, leave.signal)
  await vi.waitFor(() => expect(server.requests).toHaveLength(2))
  leave.abort(new Error('The reader left'))
  await expect(asked).rejects.toThrow()
  expect(server.requests).toHaveLength(2)
})
