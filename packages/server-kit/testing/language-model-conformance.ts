import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel } from '../ports/index.js'
import type { AnswerOptions, ModelServer } from './model-servers/local-server.js'

/** An implementation beside a server that speaks its protocol; `start` passes `options` on to it. */
export interface ModelBench {
  model: LanguageModel
  server: ModelServer
}

const request: GenerateRequest = {
  system: 'Answer from the material.',
  messages: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Hello, how can I help?' },
    { role: 'user', content: 'How long is a session?' },
  ],
  question: 'How long is a session?',
  language: 'en',
  passages: [],
}
const pieces = ['A ', 'session ', 'lasts ', 'an hour ', '👍 [1].']
const firstHalf = 'A session lasts '

/** Registers vitest suites that every implementation of the LanguageModel port must pass. */
export function languageModelConformance(input: { name: string; start: (options: AnswerOptions) => Promise<ModelBench> }): void {
  describe(`language model: ${input.name}`, () => {
    let answer: AnswerOptions = {}
    let bench: ModelBench
    beforeAll(async () => {
      bench = await input.start({ reply: (asked) => answer.reply?.(asked) ?? pieces, fault: (asked) => faultOf(answer, asked), delayMs: 2 })
    })
    beforeEach(() => {
      answer = {}
    })
    afterAll(() => bench.server.close())

    it('streams the text as it comes, and says how it ended and what it cost', async () => {
      const { parts, text, error } = await collect(bench.model)
      expect(error).toBeUndefined()
      expect(text).toBe(pieces.join(''))
      expect(parts.filter(({ type }) => type === 'text').length).toBeGreaterThan(1)
      expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop' })
      expect(parts).toContainEqual({ type: 'usage', promptTokens: 100, completionTokens: pieces.length })
    })

    it.each([
      ['cut', 'cut'],
      ['error', 'server_error'],
      ['malformed', 'malformed'],
    ] as const)('an answer with the fault %s keeps its beginning and fails with %s', async (fault, code) => {
      answer = { fault }
      const { text, error, parts } = await collect(bench.model)
      expect(text).toBe(firstHalf)
      expect(parts.some(({ type }) => type === 'finish')).toBe(false)
      expect(error).toMatchObject({ code, retryable: true, adapter: bench.model.id })
    })

    it.each([
      [500, 'server_error', true],
      [503, 'server_error', true],
      [429, 'rate_limited', true],
      [404, 'not_found', false],
      [400, 'refused', false],
    ])('status %i fails with %s', async (status, code, retryable) => {
      answer = { fault: { status } }
      const { error } = await collect(bench.model)
      expect(error).toMatchObject({ code, retryable })
      // The server's own text can hold the prompt.
      expect(error?.message).not.toContain('the fault that was asked for')
    })

    it('says how long a busy server asks to wait', async () => {
      answer = { fault: { status: 429, retryAfter: '2' } }
      expect((await collect(bench.model)).error).toMatchObject({ code: 'rate_limited', retryAfterMs: 2000 })
    })

    it.each(['hang', undefined] as const)('aborting ends the upstream call (fault: %s)', async (fault) => {
      const before = bench.server.abortedCount()
      answer = { ...(fault ? { fault } : {}), reply: () => Array.from({ length: 10_000 }, () => 'word ') }
      const leave = new AbortController()
      const reason = new Error('The reader left')
      const asked = bench.server.requests.length
      const reading = collect(bench.model, leave.signal)
      await vi.waitFor(() => expect(bench.server.requests.length).toBe(asked + 1))
      leave.abort(reason)
      expect((await reading).error).toBe(reason)
      await vi.waitFor(() => expect(bench.server.abortedCount()).toBe(before + 1))
    })

    it('aborting ends the upstream call after a garbage collection, too', async () => {
      const before = bench.server.abortedCount()
      answer = { reply: () => Array.from({ length: 10_000 }, () => 'word ') }
      const leave = new AbortController()
      const reading = bench.model.stream(request, { signal: leave.signal })[Symbol.asyncIterator]()
      await reading.next()
      collectGarbage()
      leave.abort(new Error('The reader left'))
      await expect(readToEnd(reading)).rejects.toThrow('The reader left')
      await vi.waitFor(() => expect(bench.server.abortedCount()).toBe(before + 1))
    })

    it('a call that begins aborted asks nobody', async () => {
      const asked = bench.server.requests.length
      const { error, text } = await collect(bench.model, AbortSignal.abort(new Error('The reader left')))
      expect(error).toMatchObject({ message: 'The reader left' })
      expect(text).toBe('')
      expect(bench.server.requests.length).toBe(asked)
    })

    it('is healthy while its server answers; without it, it fails and says so', async () => {
      await bench.model.health({ signal: AbortSignal.timeout(5000) })
      const gone = await input.start({})
      await gone.server.close()
      const unreachable = { code: 'unreachable', retryable: true }
      await expect(gone.model.health({ signal: AbortSignal.timeout(5000) })).rejects.toMatchObject(unreachable)
      expect((await collect(gone.model)).error).toMatchObject(unreachable)
    })
  })
}

/** Everything a model says, and how it failed. */
async function collect(model: LanguageModel, signal = AbortSignal.timeout(20_000)): Promise<{ parts: GeneratePart[]; text: string; error: Error | undefined }> {
  const parts: GeneratePart[] = []
  let error: Error | undefined
  try {
    for await (const part of model.stream(request, { signal })) parts.push(part)
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (!signal.aborted) expect(AdapterError.isInstance(error), String(error)).toBe(true)
  }
  return { parts, error, text: parts.map((part) => (part.type === 'text' ? part.text : '')).join('') }
}

async function readToEnd(reading: AsyncIterator<GeneratePart>): Promise<void> {
  for (let next = await reading.next(); !next.done; next = await reading.next());
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
}

function faultOf({ fault }: AnswerOptions, asked: Parameters<NonNullable<AnswerOptions['reply']>>[0]) {
  return typeof fault === 'function' ? fault(asked) : fault
}
