import { beforeEach, expect, it } from 'vitest'
import { AdapterError, type GeneratePart, type LanguageModel } from '../ports/index.js'
import { withBreaker } from './with-breaker.js'

/** What the model does next: fails with the code, or answers. */
let next: string | undefined
let calls: number
let time: number
let model: LanguageModel
beforeEach(() => {
  ;[next, calls, time] = [undefined, 0, 0]
  model = withBreaker(scripted(), { failures: 5, restMs: 30_000, now: () => time })
})

it('after five failures in a row the model is left alone, then tried by one call, and used again when that succeeds', async () => {
  next = 'server_error'
  for (let at = 0; at < 5; at += 1) expect(await ask()).toBe('server_error')
  expect(await ask()).toBe('resting')
  time = 29_999
  expect(await ask()).toBe('resting')
  expect(calls).toBe(5)

  time = 30_000
  next = undefined
  const [tries, waits] = await Promise.all([ask(), ask()])
  expect([tries, waits]).toEqual(['An hour.', 'resting'])
  expect(await ask()).toBe('An hour.')
})

it('one more failure after the rest starts it again', async () => {
  next = 'unreachable'
  for (let at = 0; at < 5; at += 1) await ask()
  time = 30_000
  expect(await ask()).toBe('unreachable')
  expect(await ask()).toBe('resting')
  time = 59_999
  expect(await ask()).toBe('resting')
  time = 60_000
  expect(await ask()).toBe('unreachable')
})

it('a success in between counts anew', async () => {
  for (const outcome of ['timeout', 'cut', 'server_error', 'timeout', undefined, 'timeout', 'cut', 'server_error', 'timeout']) {
    next = outcome
    expect(await ask()).toBe(outcome ?? 'An hour.')
  }
  expect(calls).toBe(9)
})

it.each(['not_found', 'credentials', 'filtered', 'rate_limited'])('%s comes from a server that works', async (code) => {
  next = code
  for (let at = 0; at < 10; at += 1) expect(await ask()).toBe(code)
})

it('a reader who leaves during the try leaves it to the next one', async () => {
  next = 'timeout'
  for (let at = 0; at < 5; at += 1) await ask()
  time = 30_000
  next = undefined
  const leave = new AbortController()
  const reading = model.stream(request, { signal: leave.signal })[Symbol.asyncIterator]()
  await reading.next()
  await reading.return?.()
  expect(await ask()).toBe('An hour.')
  expect(calls).toBe(7)
})

const request = { system: '', messages: [], question: '', language: 'en', passages: [] }

/** The text, or the code of the failure. */
async function ask(): Promise<string> {
  let text = ''
  try {
    for await (const part of model.stream(request, { signal: AbortSignal.timeout(20_000) })) if (part.type === 'text') text += part.text
  } catch (error) {
    return AdapterError.isInstance(error) ? error.code : String(error)
  }
  return text
}

function scripted(): LanguageModel {
  return {
    id: 'scripted',
    capabilities: { tools: false, jsonSchema: false, contextTokens: 8192, quotesOnly: false },
    health: () => Promise.resolve(),
    async *stream(): AsyncGenerator<GeneratePart> {
      calls += 1
      const lasting = ['not_found', 'credentials', 'filtered']
      if (next) throw new AdapterError({ adapter: 'scripted', code: next, retryable: !lasting.includes(next), message: next })
      yield { type: 'text', text: 'An hour.' }
      yield { type: 'finish', reason: 'stop' }
    },
  }
}
