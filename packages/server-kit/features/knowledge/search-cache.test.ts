import { expect, test } from 'vitest'
import { createSearchCache } from './search-cache.js'

function setUp({ size = 2 } = {}) {
  let now = 0
  const cache = createSearchCache<{ found: string; whole: boolean }>({ size, forMs: 100, now: () => now, mayKeep: ({ whole }) => whole })
  const runs: { answer(found: string, whole?: boolean): void; fail(error: Error): void; signal: AbortSignal }[] = []
  const search = (signal: AbortSignal) =>
    new Promise<{ found: string; whole: boolean }>((resolve, reject) => {
      runs.push({ answer: (found, whole = true) => resolve({ found, whole }), fail: reject, signal })
    })
  const get = (key: (string | number)[], signal = new AbortController().signal) => cache.get(key, search, signal)
  return {
    runs,
    get,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    async answered(key: (string | number)[], found: string, whole?: boolean) {
      const result = get(key)
      runs.at(-1)?.answer(found, whole)
      return (await result).found
    },
  }
}

test('one run answers all who ask the same at once, and stops when the last of them left', async () => {
  const { get, runs } = setUp()
  const [first, second] = [new AbortController(), new AbortController()]
  const left = get(['a', 1], first.signal)
  const stays = get(['a', 1], second.signal)
  first.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect(runs).toHaveLength(1)
  expect(runs[0]?.signal.aborted).toBe(false)
  second.abort(new Error('left too'))
  await expect(stays).rejects.toThrow('left too')
  expect(runs[0]?.signal.aborted).toBe(true)
  const anew = get(['a', 1])
  expect(runs).toHaveLength(2)
  runs[1]?.answer('found')
  expect(await anew).toMatchObject({ found: 'found' })
})

test('a result serves the same key until its time is over, a newer version or another tenant gets its own, the oldest goes first', async () => {
  const { get, runs, answered, pass } = setUp()
  expect(await answered(['a', 1, 'question'], 'first')).toBe('first')
  expect((await get(['a', 1, 'question'])).found).toBe('first')
  expect(runs).toHaveLength(1)
  expect(await answered(['a', 2, 'question'], 'second')).toBe('second')
  expect(await answered(['b', 1, 'question'], 'of b')).toBe('of b')
  expect(await answered(['a', 1, 'question'], 'anew')).toBe('anew')
  pass(101)
  expect(await answered(['a', 1, 'question'], 'later')).toBe('later')
})

test('a failure and a result that lacks a part are not kept', async () => {
  const { get, runs, answered } = setUp()
  const failed = get(['a'])
  runs[0]?.fail(new Error('database'))
  await expect(failed).rejects.toThrow('database')
  expect(await answered(['a'], 'words alone', false)).toBe('words alone')
  expect(await answered(['a'], 'whole')).toBe('whole')
})
