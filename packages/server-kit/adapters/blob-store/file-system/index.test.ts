import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bytesOf, streamOf } from '../../../domain/bytes/byte-stream.js'
import { fileSystem } from './index.js'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'coachkit-blobs-'))
})
afterAll(() => rm(dir, { recursive: true }))

it('keeps, replaces and removes a file, and leaves nothing half-written', async () => {
  const store = fileSystem({ dir: join(dir, 'made-on-first-use') })
  await store.put('a-1', streamOf(Uint8Array.of(1, 2, 3)))
  await store.put('a-1', streamOf(Uint8Array.of(4)))
  expect(await bytesOf((await store.get('a-1')) ?? streamOf(new Uint8Array()))).toEqual(Uint8Array.of(4))
  expect(await readdir(join(dir, 'made-on-first-use'))).toEqual(['a-1'])
  await store.remove('a-1')
  await store.remove('a-1')
  expect(await store.get('a-1')).toBeUndefined()
})

it.each(['../outside', 'a/b', '', '.', 'a\0b', 'C:\\x'])('refuses the key %j', async (key) => {
  const refused = expect.objectContaining({ name: 'AdapterError', code: 'invalid_key' })
  const store = fileSystem({ dir })
  await expect(store.put(key, streamOf(Uint8Array.of(1)))).rejects.toEqual(refused)
  await expect(store.get(key)).rejects.toEqual(refused)
})

it('says when the folder cannot be used', async () => {
  await writeFile(join(dir, 'a-file'), '')
  const store = fileSystem({ dir: join(dir, 'a-file') })
  await expect(store.put('a', streamOf(Uint8Array.of(1)))).rejects.toMatchObject({ name: 'AdapterError', code: 'unusable' })
})
