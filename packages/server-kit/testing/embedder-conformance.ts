import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Embedder } from '../ports/index.js'
import type { AnswerOptions, Fault, ModelServer } from './model-servers/local-server.js'

/** An implementation beside a server that speaks its protocol; `start` passes `options` on to it. */
export interface EmbedderBench {
  embedder: Embedder
  server?: ModelServer
}

const texts = ['La sesión dura una hora.', 'Bring water and a notebook.', 'O pagamento é feito antes.', '']

/** Registers vitest suites that every implementation of the Embedder port must pass. */
export function embedderConformance(input: {
  name: string
  /** It has no server that could fail. */
  inProcess?: true
  start: (options: AnswerOptions) => Promise<EmbedderBench>
}): void {
  describe(`embedder: ${input.name}`, () => {
    let fault: Fault | undefined
    let bench: EmbedderBench
    const embed = (of: string[], signal = AbortSignal.timeout(20_000)) => bench.embedder.embed(of, { purpose: 'passage', signal })
    beforeAll(async () => {
      bench = await input.start({ fault: () => fault })
    })
    beforeEach(() => {
      fault = undefined
    })
    afterAll(() => bench.server?.close())

    it('gives a vector for each text, in their order, all of one length and of length one', async () => {
      const vectors = await embed(texts)
      expect(vectors).toHaveLength(texts.length)
      expect(new Set(vectors.map(({ length }) => length)).size).toBe(1)
      for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      for (const [at, text] of texts.entries()) expect((await embed([text]))[0]).toEqual(vectors[at])
      expect(new Set(vectors.map((vector) => vector.join())).size).toBe(texts.length)
    })

    it('takes as many texts at once as it says', async () => {
      expect(await embed(Array.from({ length: bench.embedder.maxBatch }, (_, at) => `text ${at}`))).toHaveLength(bench.embedder.maxBatch)
    })

    it('can be called off', async () => {
      fault = 'hang'
      const leave = new AbortController()
      const asked = embed(texts, leave.signal)
      leave.abort(new Error('The reader left'))
      await expect(asked).rejects.toThrow('The reader left')
    })

    if (input.inProcess) return

    it.each([
      [{ status: 500 }, { code: 'server_error', retryable: true }],
      [
        { status: 429, retryAfter: '3' },
        { code: 'rate_limited', retryable: true, retryAfterMs: 3000 },
      ],
      [{ status: 404 }, { code: 'not_found', retryable: false }],
      ['malformed', { code: 'malformed' }],
      ['cut', { retryable: true }],
    ] as const)('the fault %j fails with %j', async (asked, failure) => {
      fault = asked
      await expect(embed(texts)).rejects.toMatchObject({ name: 'AdapterError', adapter: bench.embedder.id, ...failure })
    })

    it('says that its server is away', async () => {
      const gone = await input.start({})
      await gone.server?.close()
      await expect(gone.embedder.embed(texts, { purpose: 'query', signal: AbortSignal.timeout(5000) })).rejects.toMatchObject({
        code: 'unreachable',
        retryable: true,
      })
    })
  })
}
