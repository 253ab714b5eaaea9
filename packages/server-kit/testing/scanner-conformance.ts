import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scanner } from '../ports/index.js'

/** The industry's harmless test file (eicar.org), in two parts, so that no scanner takes this source for it. */
const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))
const megabyte = 1024 * 1024
const patience = () => AbortSignal.timeout(20_000)

/** Registers a vitest suite that every implementation of the Scanner port must pass. `create` gives one whose service runs. */
export function scannerConformance(input: { name: string; create: () => Promise<{ scanner: Scanner; close: () => Promise<void> }> }): void {
  describe(`scanner: ${input.name}`, () => {
    let open: Awaited<ReturnType<typeof input.create>>
    beforeAll(async () => {
      open = await input.create()
    })
    afterAll(() => open.close())
    const scan = (bytes: AsyncIterable<Uint8Array>, signal = patience()) => open.scanner.scan(bytes, { signal })

    it('finds nothing in a clean file, an empty one and one of many pieces', async () => {
      expect(await scan(pieces(Buffer.from('Ho'), Buffer.alloc(0), Buffer.from('la')))).toEqual({ verdict: 'clean' })
      expect(await scan(pieces())).toEqual({ verdict: 'clean' })
      expect(await scan(pieces(...Array.from({ length: 8 }, () => Buffer.alloc(megabyte / 8, 'a'))))).toEqual({ verdict: 'clean' })
    })

    it('finds malware, and says which, however the file is cut', async () => {
      for (const cut of [eicar.length, 1, 20]) {
        expect(await scan(pieces(eicar.subarray(0, cut), eicar.subarray(cut)))).toEqual({ verdict: 'infected', signature: expect.stringMatching(/./) })
      }
    })

    it('tells files apart that are looked at together', async () => {
      const verdicts = await Promise.all(Array.from({ length: 8 }, (_, at) => scan(pieces(at % 2 ? eicar : Buffer.from(`Hola ${at}`)))))
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(['clean', 'infected', 'clean', 'infected', 'clean', 'infected', 'clean', 'infected'])
    })

    it('fails with what the file fails with, and with an adapter error once nobody waits', async () => {
      const broken = new Error('The disk is gone.')
      await expect(scan(breaking(broken))).rejects.toBe(broken)
      const leave = new AbortController()
      await expect(scan(endless(leave), leave.signal)).rejects.toMatchObject({ name: 'AdapterError', code: 'timeout' })
      expect(await scan(pieces(Buffer.from('Hola')))).toEqual({ verdict: 'clean' })
    })
  })
}

async function* pieces(...all: Buffer[]): AsyncGenerator<Uint8Array> {
  yield* all
}

async function* breaking(error: Error): AsyncGenerator<Uint8Array> {
  yield Buffer.from('Ho')
  throw error
}

/** Its reader leaves after the first piece. */
async function* endless(leave: AbortController): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a')
  leave.abort(new DOMException('Late.', 'TimeoutError'))
  for (;;) yield Buffer.from('a')
}
