import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, streamOf } from '../domain/bytes/byte-stream.js'
import type { BlobStore } from '../ports/index.js'

const megabyte = 1024 * 1024

/** Registers a vitest suite that every implementation of the BlobStore port must pass. `create` gives an empty one. */
export function blobStoreConformance(input: { name: string; create: () => Promise<{ blobStore: BlobStore; close: () => Promise<void> }> }): void {
  describe(`blob store: ${input.name}`, () => {
    let open: Awaited<ReturnType<typeof input.create>>
    beforeAll(async () => {
      open = await input.create()
    })
    afterAll(() => open.close())

    const read = async (key: string) => {
      const stream = await open.blobStore.get(key)
      return stream && Buffer.from(await bytesOf(stream))
    }
    const keys = async () => {
      const found: string[] = []
      for await (const key of open.blobStore.keys()) found.push(key)
      return found.sort()
    }

    test('keeps, replaces, lists and removes a file', async () => {
      const { blobStore } = open
      expect(await keys()).toEqual([])
      await blobStore.put('a-1', streamOf(Uint8Array.of(1, 2, 3)))
      await blobStore.put('b_2', pieces(Buffer.from('Ho'), Buffer.alloc(0), Buffer.from('la')))
      await blobStore.put('a-1', streamOf(Uint8Array.of(4)))
      expect([await read('a-1'), await read('b_2')]).toEqual([Buffer.of(4), Buffer.from('Hola')])
      expect(await keys()).toEqual(['a-1', 'b_2'])
      for (const key of ['a-1', 'a-1', 'b_2']) await blobStore.remove(key)
      expect([await read('a-1'), await keys()]).toEqual([undefined, []])
    })

    test.each<[number, number | undefined, string]>([
      [0, undefined, '0123456789'],
      [3, undefined, '3456789'],
      [3, 4, '3'],
      [8, 100, '89'],
      [10, undefined, ''],
      [50, 60, ''],
      [4, 4, ''],
    ])('gives the bytes from %d to %s', async (start, end, expected) => {
      const { blobStore } = open
      await blobStore.put('digits', streamOf(Buffer.from('0123456789')))
      const stream = await blobStore.get('digits', end === undefined ? { start } : { start, end })
      expect(Buffer.from(await bytesOf(stream ?? pieces(Buffer.from('none')))).toString()).toBe(expected)
      expect(await blobStore.get('none', { start })).toBeUndefined()
      await blobStore.remove('digits')
    })

    test('keeps an empty file, and one of many megabytes, byte by byte', async () => {
      const { blobStore } = open
      await blobStore.put('empty', pieces())
      await blobStore.put('large', large(20))
      expect(await read('empty')).toEqual(Buffer.alloc(0))
      expect(Buffer.compare((await read('large')) ?? Buffer.alloc(0), Buffer.from(await bytesOf(large(20))))).toBe(0)
      for (const key of ['empty', 'large']) await blobStore.remove(key)
    })

    test.each([1, 12])('keeps nothing of a file whose stream fails after %d MB, and leaves the one before', async (after) => {
      const { blobStore } = open
      const failure = new Error('The sender left.')
      await blobStore.put('kept', streamOf(Uint8Array.of(7)))
      for (const key of ['kept', 'new']) await expect(blobStore.put(key, failing(after, failure))).rejects.toBe(failure)
      expect([await read('kept'), await read('new'), await keys()]).toEqual([Buffer.of(7), undefined, ['kept']])
      await blobStore.remove('kept')
    })

    test('holds nothing for a stream that is not read to its end', async () => {
      const { blobStore } = open
      await blobStore.put('large', large(4))
      for await (const piece of (await blobStore.get('large')) ?? pieces()) {
        expect(piece.length).toBeGreaterThan(0)
        break
      }
      await blobStore.get('large')
      await blobStore.remove('large')
    })

    test.each(['../outside', 'a/b', '', '.', 'a\0b', 'C:\\x', 'a'.repeat(129)])('refuses the key %j', async (key) => {
      const { blobStore } = open
      const refused = { name: 'AdapterError', code: 'invalid_key', retryable: false }
      await expect(blobStore.put(key, streamOf(Uint8Array.of(1)))).rejects.toMatchObject(refused)
      await expect(blobStore.get(key)).rejects.toMatchObject(refused)
      await expect(blobStore.remove(key)).rejects.toMatchObject(refused)
    })
  })
}

async function* pieces(...given: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* given
}

async function* large(megabytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < megabytes; at += 1) yield Buffer.alloc(megabyte, `${at} `)
}

async function* failing(after: number, failure: Error): AsyncGenerator<Uint8Array> {
  yield* large(after)
  throw failure
}
