import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { streamOf } from '../../../domain/bytes/byte-stream.js'
import { blobStoreConformance } from '../../../testing/blob-store-conformance.js'
import { fileSystem } from './index.js'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'coachkit-blobs-'))
})
afterAll(() => rm(dir, { recursive: true }))

blobStoreConformance({
  name: 'file system',
  create: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coachkit-blobs-'))
    const close = async () => {
      expect(await readdir(join(folder, 'files')), 'nothing half-written').toEqual([])
      await rm(folder, { recursive: true })
    }
    return { blobStore: fileSystem({ dir: join(folder, 'files') }), close }
  },
})

const put = (folder: string, create?: boolean) => fileSystem({ dir: folder, ...(create === undefined ? {} : { create }) }).put('a', streamOf(Uint8Array.of(1)))
const unusable = (message: string) => expect.objectContaining({ name: 'AdapterError', code: 'unusable', message: expect.stringContaining(message) })

it.each(['/etc', '/etc/coach/files', '/proc', '/usr/bin/files', '/var/log/coach', '/work/../etc/files'])('refuses %s at once', (folder) => {
  expect(() => fileSystem({ dir: folder })).toThrow(/restricted system path/)
})

it.each(['/etcetera/files', '/var/logs', '/usr/binary', '/srv/etc'])('does not take %s for a folder of the system', (folder) => {
  expect(() => fileSystem({ dir: folder })).not.toThrow()
})

it('refuses a link into a folder of the system', async () => {
  await symlink('/etc', join(dir, 'link'))
  await expect(put(join(dir, 'link'))).rejects.toEqual(unusable('restricted system path: /etc'))
})

it('says what is wrong with a folder, and leaves no probe in a good one', async () => {
  await writeFile(join(dir, 'a-file'), '')
  await expect(put(join(dir, 'a-file'))).rejects.toEqual(unusable('Uploads path is not a directory'))
  await expect(put(join(dir, 'none'), false)).rejects.toEqual(unusable('Uploads directory does not exist'))
  await expect(put(join(dir, 'a-file', 'below'))).rejects.toEqual(unusable('uploads directory'))
  await put(join(dir, 'none'))
  expect(await readdir(join(dir, 'none'))).toEqual(['a'])
})

it.skipIf(process.getuid?.() === 0)('says that it may not write or read there', async () => {
  const folder = join(dir, 'locked')
  await mkdir(folder, { mode: 0o500 })
  await expect(put(folder)).rejects.toEqual(unusable('No write permissions to uploads directory'))
  await chmod(folder, 0o300)
  await expect(put(folder)).rejects.toEqual(unusable('No read permissions to uploads directory'))
  await chmod(folder, 0o700)
})
