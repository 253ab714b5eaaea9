import { mkdir, open, readdir, realpath, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { AdapterError } from '../../../ports/index.js'
import { codeOf, storeError } from './file-error.js'

/** Folders of the system, where no upload belongs. */
const restricted = ['/etc', '/sys', '/proc', '/dev', '/boot', '/root', '/var/log', '/usr/bin', '/usr/sbin']
const restrictedOnWindows = ['C:/Windows', 'C:/Program Files', 'C:/Program Files (x86)', 'C:/System Volume Information']

/** Throws AdapterError when the folder lies inside one of the system's. */
export function refuseRestricted(dir: string): void {
  const path = resolve(dir)
  // Whoever runs as root may keep files at home.
  if (isInside(homedir(), path)) return
  const found = (process.platform === 'win32' ? restrictedOnWindows : restricted).find((each) => isInside(each, path))
  if (found !== undefined) throw unusable(`Uploads directory cannot be in restricted system path: ${path}`)
}

/** Makes the folder, and tries it out before the first file: it exists, it is a folder, it can be written and read. */
export async function setUpFolder({ dir, create = true }: { dir: string; create?: boolean }): Promise<void> {
  const path = resolve(dir)
  try {
    await exist(path, create)
    // A link may lead where its name does not.
    refuseRestricted(await realpath(path))
    if (!(await stat(path)).isDirectory()) throw unusable(`Uploads path is not a directory: ${path}`)
    await writable(path)
    await readdir(path).catch((cause: unknown) => {
      throw unusable(`No read permissions to uploads directory: ${path}`, cause)
    })
  } catch (error) {
    if (AdapterError.isInstance(error)) throw error
    throw unusable(`Failed to setup uploads directory: ${path}`, error)
  }
}

async function exist(path: string, create: boolean): Promise<void> {
  try {
    await stat(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    if (!create) throw unusable(`Uploads directory does not exist: ${path}`)
    await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw unusable(`Cannot create uploads directory: ${path}`, cause)
    })
  }
}

async function writable(path: string): Promise<void> {
  const probe = join(path, '.write_test')
  try {
    await (await open(probe, 'w', 0o600)).close()
    await rm(probe, { force: true })
  } catch (cause) {
    const error = storeError(cause)
    throw error.code === 'no_space' ? error : unusable(`No write permissions to uploads directory: ${path}`, cause)
  }
}

/** By segments: `/etcetera` is not in `/etc`. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || /^\.\.[/\\]/.test(way) || isAbsolute(way))
}

function unusable(message: string, cause?: unknown): AdapterError {
  return new AdapterError({ adapter: 'file-system', code: 'unusable', retryable: false, message, ...(cause === undefined ? {} : { cause }) })
}
