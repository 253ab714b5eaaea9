import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { AdapterError } from '../../../ports/index.js'

const holderSchema = z.object({ pid: z.number(), started: z.string(), token: z.string().check(z.regex(/^[\w-]{1,64}$/)) })
type Holder = z.infer<typeof holderSchema>
/** Of a lock that nobody wrote whole; no process has this id. */
const unreadable: Holder = { pid: 2 ** 31 - 1, started: '', token: 'unreadable' }

/** Takes `<folder>/database.lock`, because two processes on one PGlite folder destroy it. Returns what releases it. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'database.lock')
  const own: Holder = { pid: process.pid, started: await startOf(process.pid), token: randomUUID() }
  for (;;) {
    if (await create(path, own)) return () => release(path, own)
    const holder = await read(path)
    if (!holder) continue
    if (await isAlive(holder)) throw locked(holder.pid)
    if (await takeOver(path, { own, dead: holder })) return () => release(path, own)
  }
}

/** Writes the lock whole or not at all: a link to a finished file, refused when the name is taken. */
async function create(path: string, own: Holder): Promise<boolean> {
  const draft = `${path}.${own.token}`
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * Puts our lock in the place of a dead holder's, without a moment at which there is none. One heir at a time: its claim is a lock of
 * its own beside the first, named after the dead one. False when the lock changed hands meanwhile. Fails while another heir lives.
 */
async function takeOver(path: string, { own, dead }: { own: Holder; dead: Holder }): Promise<boolean> {
  const claim = `${path}.heir-of-${dead.token}`
  if (!(await create(claim, own))) {
    const heir = await read(claim)
    if (!heir) return false
    if (await isAlive(heir)) throw locked(heir.pid)
    if (!(await takeOver(claim, { own, dead: heir }))) return false
  }
  try {
    if ((await read(path))?.token !== dead.token) return false
    const draft = `${path}.${own.token}`
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
    await rename(draft, path)
    return true
  } finally {
    await rm(claim, { force: true })
  }
}

async function release(path: string, own: Holder): Promise<void> {
  const holder = await read(path)
  if (holder?.token === own.token) await rm(path, { force: true })
}

/** `undefined`: there is none (any more). */
async function read(path: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : unreadable
  }
}

/** A process id is used again after a restart (always 1 in a container), so its start counts too. */
async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  const now = await startOf(pid)
  return now === '' || started === '' || now === started
}

/** When a process started, as Linux counts it (field 22 of its stat file, after the bracketed name); empty elsewhere. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return (
    stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' ')[19] ?? ''
  )
}

function locked(pid: number): AdapterError {
  const message = `The data folder is in use by another process (pid ${pid}). Stop it, choose another folder with --data, or set DATABASE_URL to share a PostgreSQL database.`
  return new AdapterError({ adapter: 'pglite', code: 'locked', retryable: false, message })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
