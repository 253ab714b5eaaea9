import { afterEach, describe, expect, it, vi } from 'vitest'
import { ollama } from '../adapters/language-model/ollama/index.js'
import type { GeneratePart, LanguageModel } from '../ports/index.js'
import { type OllamaServerOptions, startOllamaServer } from '../testing/model-servers/index.js'
import { type ModelLimits, withTimeouts } from './with-timeouts.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const timeout = { name: 'AdapterError', code: 'timeout', retryable: true, message: 'The model took too long.' }

describe('a first part that is late', () => {
  it('ends the answer and the upstream call', async () => {
    const { model, server } = await start({ fault: 'hang' }, { firstTokenMs: 50 })
    expect(await read(model)).toMatchObject({ text: '', error: timeout })
    await vi.waitFor(() => expect(server.abortedCount()).toBe(1))
  })

  it('is waited for while the server has the model in memory', async () => {
    const { model } = await start({ loaded: ['test-chat'], firstDelayMs: 200 }, { firstTokenMs: 50 })
    expect(await read(model)).toMatchObject({ text: 'An hour.', error: undefined })
  })

  it('is not waited for without end', async () => {
    const { model, server } = await start({ loaded: ['test-chat'], fault: 'hang' }, { firstTokenMs: 50, workingFirstTokenMs: 100 })
    expect(await read(model)).toMatchObject({ text: '', error: timeout })
    await vi.waitFor(() => expect(server.abortedCount()).toBe(1))
  })

  it('is not waited for when the question whether the server works is not answered either', async () => {
    const hanging: LanguageModel = { ...(await start({ fault: 'hang' }, {})).model, isWorking: ({ signal }) => untilAborted(signal) }
    expect(await read(withTimeouts(hanging, { firstTokenMs: 50 }))).toMatchObject({ text: '', error: timeout })
  })
})

it('a call that was stopped before it began ends in its own refusal alone', async () => {
  const { model } = await start({}, {})
  const stray: unknown[] = []
  const note = (reason: unknown) => void stray.push(reason)
  process.on('unhandledRejection', note)
  await expect(read(model, AbortSignal.abort())).resolves.toMatchObject({ text: '', error: { name: 'AbortError' } })
  // Node tells of rejections that nobody took once the microtasks are over.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(stray).toEqual([])
})

it('a part in the middle that is late ends the answer, and what came is kept', async () => {
  const { model } = await start({ reply: () => ['An ', 'hour.'], delayMs: 60_000 }, { betweenTokensMs: 50 })
  expect(await read(model)).toMatchObject({ text: 'An ', error: timeout })
})

it('an answer that goes on for too long ends', async () => {
  const { model, server } = await start({ reply: endless, delayMs: 5 }, { totalMs: 200 })
  const { text, error } = await read(model)
  expect(error).toMatchObject(timeout)
  expect(text).toMatch(/^(?:word )+$/)
  await vi.waitFor(() => expect(server.abortedCount()).toBe(1))
})

it('an answer that is too long is cut to measure and says so, and the upstream call ends', async () => {
  const { model, server } = await start({ reply: endless, delayMs: 1 }, { maxOutputChars: 18 })
  const { text, parts, error } = await read(model)
  expect({ text, error, last: parts.at(-1) }).toEqual({ text: 'word word word wor', error: undefined, last: { type: 'finish', reason: 'length' } })
  await vi.waitFor(() => expect(server.abortedCount()).toBe(1))
})

it('a reader who stops reading ends the upstream call', async () => {
  const { model, server } = await start({ reply: endless, delayMs: 2 }, {})
  for await (const _ of stream(model)) break
  await vi.waitFor(() => expect(server.abortedCount()).toBe(1))
})

async function start(options: OllamaServerOptions, limits: ModelLimits) {
  const server = await startOllamaServer({ reply: () => ['An hour.'], ...options })
  closing.push(server.close)
  return { server, model: withTimeouts(ollama({ model: 'test-chat', url: server.url }), limits) }
}

function endless(): string[] {
  return Array.from({ length: 100_000 }, () => 'word ')
}

function untilAborted(signal: AbortSignal): Promise<boolean> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

function stream(model: LanguageModel, signal = AbortSignal.timeout(20_000)): AsyncIterable<GeneratePart> {
  const request = { system: '', messages: [{ role: 'user' as const, content: 'How long?' }], question: 'How long?', language: 'en', passages: [] }
  return model.stream(request, { signal })
}

async function read(model: LanguageModel, signal?: AbortSignal) {
  const parts: GeneratePart[] = []
  let error: unknown
  try {
    for await (const part of stream(model, signal)) parts.push(part)
  } catch (thrown) {
    error = thrown
  }
  return { parts, error, text: parts.map((part) => (part.type === 'text' ? part.text : '')).join('') }
}
