import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reranker } from '../ports/index.js'
import type { Fault, ModelServer } from './model-servers/local-server.js'

/** An implementation beside a server that speaks its protocol; `start` passes `options` on to it. */
export interface RerankerBench {
  reranker: Reranker
  server: ModelServer
}

const query = '¿Cuánto dura la primera sesión?'
const texts = ['El pago se hace antes.', 'La primera sesión dura una hora.', 'Bring water and a notebook.']

/** Registers vitest suites that every implementation of the Reranker port must pass. */
export function rerankerConformance(input: { name: string; start: (options: { fault: () => Fault | undefined }) => Promise<RerankerBench> }): void {
  describe(`reranker: ${input.name}`, () => {
    let fault: Fault | undefined
    let bench: RerankerBench
    const order = (of = texts, signal = AbortSignal.timeout(20_000)) => bench.reranker.rerank({ query, texts: of }, { signal })
    beforeAll(async () => {
      bench = await input.start({ fault: () => fault })
    })
    beforeEach(() => {
      fault = undefined
    })
    afterAll(() => bench.server.close())

    it('puts what answers the question first, whatever the order it is given in', async () => {
      expect((await order())[0]).toBe(1)
      expect((await order(texts.toReversed()))[0]).toBe(1)
      expect((await order([texts[1] ?? '', texts[0] ?? '']))[0]).toBe(0)
    })

    it('names each place at most once, and nothing of nothing', async () => {
      const places = await order(Array.from({ length: 30 }, (_, at) => `texto ${at}`))
      expect(new Set(places).size).toBe(places.length)
      expect(places.every((place) => place >= 0 && place < 30)).toBe(true)
      expect(await order([])).toEqual([])
    })

    it.each([
      [{ status: 500 }, { code: 'server_error', retryable: true }],
      [
        { status: 429, retryAfter: '3' },
        { code: 'rate_limited', retryable: true, retryAfterMs: 3000 },
      ],
      [{ status: 404 }, { code: 'not_found', retryable: false }],
      [{ status: 401 }, { code: 'credentials', retryable: false }],
      ['malformed', { code: 'malformed' }],
      ['cut', { retryable: true }],
    ] as const)('the fault %j fails with %j', async (asked, failure) => {
      fault = asked
      await expect(order()).rejects.toMatchObject({ name: 'AdapterError', adapter: bench.reranker.id, ...failure })
    })

    it('can be called off', async () => {
      fault = 'hang'
      const leave = new AbortController()
      const asked = order(texts, leave.signal)
      leave.abort(new Error('The reader left'))
      await expect(asked).rejects.toThrow('The reader left')
    })
  })
}
