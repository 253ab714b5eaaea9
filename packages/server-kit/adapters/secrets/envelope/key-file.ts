import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AdapterError } from '../../../ports/index.js'
import { keyLength } from './cipher.js'
import { type MasterKey, readMasterKeys } from './local-keys.js'
import { secretsError } from './secrets-error.js'

const fileName = 'encryption.key'

/**
 * The master key of an embedded installation, in a file of `folder` that only its owner reads; made on first use.
 * Whoever copies the folder copies the key too, so production keeps it apart, in ENCRYPTION_KEY.
 */
export async function openKeyFile(folder: string): Promise<MasterKey[]> {
  const path = join(folder, fileName)
  try {
    if ((await read(path)) === undefined) await create(folder, path)
    return readMasterKeys((await read(path)) ?? '', `The file ${fileName} of the data folder`)
  } catch (error) {
    if (AdapterError.isInstance(error)) throw error
    throw secretsError('misconfigured', `The file ${fileName} of the data folder cannot be used. Check that this user may read and write there.`, error)
  }
}

/** Written whole under another name first: of several processes one file wins, and none reads half of it. */
async function create(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await writeFile(draft, `local:${randomBytes(keyLength).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    await link(draft, path).catch((error: unknown) => {
      // Some file systems have no links; there the last of several processes wins.
      if (codeOf(error) !== 'EEXIST') return rename(draft, path)
    })
  } finally {
    await rm(draft, { force: true })
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
