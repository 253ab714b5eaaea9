import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AdapterError, type BlobStore } from '../../../ports/index.js'

/** Files in one folder, written whole or not at all. Keys are the kit's own: letters, digits, `_` and `-`. */
export function fileSystem(options: { dir: string }): BlobStore {
  return {
    async put(key, bytes) {
      const target = pathOf(options.dir, key)
      const temporary = `${target}.${randomUUID()}.part`
      try {
        await mkdir(options.dir, { recursive: true, mode: 0o700 })
        await writeDurably(temporary, bytes)
        await rename(temporary, target)
      } catch (error) {
        // What went wrong first is what is told.
        await rm(temporary, { force: true }).catch(() => undefined)
        throw storeError(error)
      }
    },
    async get(key) {
      try {
        return new Uint8Array(await readFile(pathOf(options.dir, key)))
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined
        throw storeError(error)
      }
    },
    async remove(key) {
      await rm(pathOf(options.dir, key), { force: true }).catch((error: unknown) => {
        throw storeError(error)
      })
    },
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

function pathOf(dir: string, key: string): string {
  if (!/^[\w-]{1,128}$/.test(key))
    throw new AdapterError({ adapter: 'file-system', code: 'invalid_key', retryable: false, message: 'A file key may hold letters, digits, _ and - only.' })
  return join(dir, key)
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
