import { expect, it } from 'vitest'
import type { Reranker } from '../ports/index.js'
import { resilientReranker } from './resilient-reranker.js'

const input = { query: 'hola', texts: ['uno', 'dos'] }
const until = (signal: AbortSignal) => new Promise<number[]>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

it('one that does not answer is waited for no longer than told, then left alone, and says so', async () => {
  let calls = 0
  let hangs = true
  const inner: Reranker = {
    id: 'test:rerank',
    rerank: async (_input, { signal }) => {
      calls += 1
      return hangs ? until(signal) : [1, 0]
    },
  }
  let now = 0
  const reranker = resilientReranker(inner, { timeoutMs: 20, breaker: { failures: 2, restMs: 1000, now: () => now } })
  const rerank = () => reranker.rerank(input, { signal: new AbortController().signal })
  expect(reranker.state()).toBe('up')
  await expect(rerank()).rejects.toMatchObject({ code: 'timeout', adapter: 'test:rerank' })
  await expect(rerank()).rejects.toMatchObject({ code: 'timeout' })
  expect(reranker.state()).toBe('down')
  await expect(rerank()).rejects.toMatchObject({ code: 'resting' })
  expect(calls).toBe(2)
  hangs = false
  now = 2000
  expect(await rerank()).toEqual([1, 0])
  expect(reranker.state()).toBe('up')
})

it('a reader who leaves is no failure of it', async () => {
  const reranker = resilientReranker({ id: 'test:rerank', rerank: (_input, { signal }) => until(signal) })
  const leave = new AbortController()
  const asked = reranker.rerank(input, { signal: leave.signal })
  leave.abort(new Error('The reader left'))
  await expect(asked).rejects.toThrow('The reader left')
  expect(reranker.state()).toBe('up')
})
