import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { AdapterError } from '../../../ports/index.js'

const holderSchema = z.object({ pid: z.number(), started: z.string(), token: z.string() })
type Holder = z.infer<typeof holderSchema>

/** Takes `<folder>/database.lock`, because two processes on one PGlite folder destroy it. Returns what releases it. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'database.lock')
  const own: Holder = { pid: process.pid, started: await startOf(process.pid), token: randomUUID() }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await create(path, own)) return () => release(path, own)
    const holder = await read(path)
    if (holder && (await isAlive(holder))) throw locked(holder.pid)
    await setAside(path, holder)
  }
  throw locked(undefined)
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

/** Moves a dead holder's lock away; one that changed hands meanwhile is put back. */
async function setAside(path: string, dead: Holder | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    const moved = await read(aside)
    if (moved && moved.token !== dead?.token) await link(aside, path).catch(() => undefined)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  } finally {
    await rm(aside, { force: true })
  }
}

async function release(path: string, own: Holder): Promise<void> {
  const holder = await read(path)
  if (holder?.token === own.token) await rm(path, { force: true })
}

async function read(path: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
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

function locked(pid: number | undefined): AdapterError {
  const holder = pid === undefined ? 'another process' : `another process (pid ${pid})`
  const message = `The data folder is in use by ${holder}. Stop it, choose another folder with --data, or set DATABASE_URL to share a PostgreSQL database.`
  return new AdapterError({ adapter: 'pglite', code: 'locked', retryable: false, message })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
