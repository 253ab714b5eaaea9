import { expect, it } from 'vitest'
import { AdapterError, type BlobStore } from '../ports/index.js'
import { watchedBlobStore, watchedScanner } from './watched.js'

const failure = (code: string, retryable: boolean) => new AdapterError({ adapter: 'test', code, retryable, message: 'It failed.' })
const signal = AbortSignal.timeout(20_000)
const none = (async function* none(): AsyncGenerator<Uint8Array> {})()

it('a store whose disk is full is down until something can be put again', async () => {
  let fails: unknown = failure('no_space', true)
  const store: BlobStore = {
    async put() {
      if (fails) throw fails
    },
    get: async () => undefined,
    remove: async () => undefined,
    async *keys() {},
  }
  const watched = watchedBlobStore(store)
  expect(await watched.look(signal)).toBe('up')
  await expect(watched.put('a', none)).rejects.toThrow('It failed.')
  expect(await watched.look(signal)).toBe('down')
  fails = undefined
  await watched.put('a', none)
  // What it was given broke off: that is not its fault.
  fails = new Error('The reader left')
  await expect(watched.put('a', none)).rejects.toThrow('The reader left')
  expect(await watched.look(signal)).toBe('up')
  expect(await watchedBlobStore({ ...store, health: async () => Promise.reject(failure('unusable', false)) }).look(signal)).toBe('down')
})

it('a scanner that takes no file of this size works', async () => {
  let fails = failure('too_large', false)
  const watched = watchedScanner({ scan: async () => Promise.reject(fails) })
  await expect(watched.scan(none, { signal })).rejects.toThrow()
  expect(watched.state()).toBe('up')
  fails = failure('unreachable', true)
  await expect(watched.scan(none, { signal })).rejects.toThrow()
  expect(watched.state()).toBe('down')
})
