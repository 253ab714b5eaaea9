import { access, constants, open, opendir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobStore, ByteRange } from '../../../ports/index.js'
import { checkKey, isKey } from '../check-key.js'
import { attempt, codeOf, noSpace, storeError } from './file-error.js'
import { refuseRestricted, setUpFolder } from './set-up-folder.js'

export interface FileSystemOptions {
  dir: string
  /** Whether to make the folder where there is none. Default true. */
  create?: boolean
}

/** As much as the largest upload. */
const leastFree = 50 * 1024 * 1024

/** Files in one folder, written whole or not at all. Keys are the kit's own: letters, digits, `_` and `-`. */
export function fileSystem(options: FileSystemOptions): BlobStore {
  refuseRestricted(options.dir)
  let ready: Promise<void> | undefined
  const setUp = () => {
    ready ??= setUpFolder(options)
    // What was wrong may be put right.
    ready.catch(() => {
      ready = undefined
    })
    return ready
  }
  return {
    async put(key, bytes) {
      const target = pathOf(options.dir, key)
      await setUp()
      const temporary = partial(target)
      try {
        await writeDurably(temporary, bytes)
        await attempt(rename(temporary, target))
      } catch (error) {
        // What went wrong first is what is told.
        await rm(temporary, { force: true }).catch(() => undefined)
        throw error
      }
    },
    async get(key, range) {
      try {
        const path = pathOf(options.dir, key)
        await access(path)
        return piecesOf(path, range)
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined
        throw storeError(error)
      }
    },
    async remove(key) {
      const target = pathOf(options.dir, key)
      // Whoever was killed while it wrote left a part.
      for (const path of [target, partial(target)]) await attempt(rm(path, { force: true }))
    },
    async health() {
      await setUp()
      await attempt(access(options.dir, constants.W_OK))
      const { bavail, bsize } = await attempt(statfs(options.dir))
      if (bavail * bsize < leastFree) throw noSpace()
    },
    async *keys() {
      try {
        for await (const { name } of await opendir(options.dir)) if (isKey(name)) yield name
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw storeError(error)
      }
    },
  }
}

/** What the stream itself fails with is passed on as it is. */
async function writeDurably(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await attempt(open(path, 'w', 0o600))
  try {
    for await (const piece of bytes) await attempt(file.writeFile(piece))
    await attempt(file.sync())
  } finally {
    await file.close()
  }
}

/** Opened by who reads it. */
async function* piecesOf(path: string, { start, end }: ByteRange = { start: 0 }): AsyncGenerator<Uint8Array> {
  if (end !== undefined && end <= start) return
  const file = await attempt(open(path))
  try {
    for await (const piece of file.createReadStream({ autoClose: false, start, ...(end === undefined ? {} : { end: end - 1 }) })) yield piece
  } catch (error) {
    throw storeError(error)
  } finally {
    await file.close()
  }
}

function partial(target: string): string {
  return `${target}.part`
}

function pathOf(dir: string, key: string): string {
  checkKey('file-system', key)
  return join(dir, key)
}
