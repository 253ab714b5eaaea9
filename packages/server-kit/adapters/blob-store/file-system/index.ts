import { randomUUID } from 'node:crypto'
import { access, mkdir, open, opendir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AdapterError, type BlobStore } from '../../../ports/index.js'

const keyPattern = /^[\w-]{1,128}$/

/** Files in one folder, written whole or not at all. Keys are the kit's own: letters, digits, `_` and `-`. */
export function fileSystem(options: { dir: string }): BlobStore {
  return {
    async put(key, bytes) {
      const target = pathOf(options.dir, key)
      const temporary = `${target}.${randomUUID()}.part`
      try {
        await attempt(mkdir(options.dir, { recursive: true, mode: 0o700 }))
        await writeDurably(temporary, bytes)
        await attempt(rename(temporary, target))
      } catch (error) {
        // What went wrong first is what is told.
        await rm(temporary, { force: true }).catch(() => undefined)
        throw error
      }
    },
    async get(key) {
      try {
        const path = pathOf(options.dir, key)
        await access(path)
        return piecesOf(path)
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined
        throw storeError(error)
      }
    },
    async remove(key) {
      await attempt(rm(pathOf(options.dir, key), { force: true }))
    },
    async *keys() {
      try {
        for await (const { name } of await opendir(options.dir)) if (keyPattern.test(name)) yield name
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw storeError(error)
      }
    },
  }
}

/** What the stream itself fails with is passed on as it is. */
async function writeDurably(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await attempt(open(path, 'wx', 0o600))
  try {
    for await (const piece of bytes) await attempt(file.writeFile(piece))
    await attempt(file.sync())
  } finally {
    await file.close()
  }
}

/** Opened by who reads it. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await attempt(open(path))
  try {
    for await (const piece of file.createReadStream({ autoClose: false })) yield piece
  } catch (error) {
    throw storeError(error)
  } finally {
    await file.close()
  }
}

function pathOf(dir: string, key: string): string {
  if (!keyPattern.test(key))
    throw new AdapterError({ adapter: 'file-system', code: 'invalid_key', retryable: false, message: 'A file key may hold letters, digits, _ and - only.' })
  return join(dir, key)
}

async function attempt<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw storeError(error)
  }
}

function storeError(error: unknown): AdapterError {
  if (AdapterError.isInstance(error)) return error
  const code = codeOf(error)
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
  const message = full ? 'There is no space left for files.' : 'The folder for files cannot be used. Check that this user may write to it.'
  return new AdapterError({ adapter: 'file-system', code: full ? 'no_space' : 'unusable', retryable: full, message, cause: error })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
