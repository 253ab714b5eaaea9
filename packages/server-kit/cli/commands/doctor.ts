import { access, constants } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileSystem } from '../../adapters/blob-store/file-system/index.js'
import { pglite } from '../../adapters/storage/pglite/index.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import { detectModels } from '../../config/detect-models.js'
import { findOrphans, type Orphan } from '../../features/knowledge/index.js'
import { AdapterError } from '../../ports/index.js'
import type { CommandLine } from '../command-line.js'
import { databaseOf, quiet } from '../open-coach.js'

interface Finding {
  what: string
  ok: boolean
  /** What it is, or how to get it. */
  line: string
}

/** Says what works here, what is missing and how to get it. Exit code 1 when something needed is missing. */
export async function doctor(line: CommandLine): Promise<number> {
  const findings = [nodeVersion(), await database(line), ...(await material(line)), ...(await models())]
  for (const finding of findings) process.stdout.write(`${finding.ok ? '✓' : '✗'} ${finding.what}: ${finding.line}\n`)
  return findings.every((finding) => finding.ok) ? 0 : 1
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 22 || (major === 22 && minor >= 13)
  return { what: 'Node', ok, line: ok ? process.versions.node : `${process.versions.node} is too old: install Node 22.13 or newer from https://nodejs.org` }
}

async function database(line: CommandLine): Promise<Finding> {
  const target = databaseOf(line)
  return 'database' in target ? postgresAnswers(target.database) : folderWritable(target.dataDir)
}

async function postgresAnswers(url: string): Promise<Finding> {
  const storage = postgres({ url })
  try {
    await storage.health()
    return { what: 'Database', ok: true, line: 'PostgreSQL answers (DATABASE_URL)' }
  } catch (error) {
    return { what: 'Database', ok: false, line: error instanceof Error ? error.message : 'PostgreSQL does not answer' }
  } finally {
    await storage.close()
  }
}

async function folderWritable(dataDir: string): Promise<Finding> {
  for (let folder = resolve(dataDir); ; folder = dirname(folder)) {
    try {
      await access(folder, constants.W_OK)
      return { what: 'Database', ok: true, line: `embedded, in ${dataDir}` }
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (!missing)
        return { what: 'Database', ok: false, line: `${dataDir} cannot be written: give this user rights to it or choose another folder with --data` }
    }
  }
}

/** Whether every document has its file, chunks, vectors and job, and the reverse. Nothing is said where nothing was stored yet. */
async function material(line: CommandLine): Promise<Finding[]> {
  const what = 'Documents'
  const target = databaseOf(line)
  const dataDir = 'dataDir' in target ? target.dataDir : './.coachkit'
  const dir = process.env.UPLOADS_DIR || join(dataDir, 'files')
  if (!(await exists('dataDir' in target ? dataDir : dir))) return []
  const storage = 'dataDir' in target ? pglite({ dataDir: target.dataDir }) : postgres({ url: target.database })
  try {
    return [{ what, ...told(await findOrphans({ storage, blobStore: fileSystem({ dir }) })) }]
  } catch (error) {
    // A server that runs holds the embedded database; a schema that is not there yet holds nothing.
    if (!AdapterError.isInstance(error)) throw error
    return [{ what, ok: true, line: `not looked at: ${error.message}` }]
  } finally {
    await storage.close()
  }
}

function told(orphans: readonly Orphan[]): Omit<Finding, 'what'> {
  if (orphans.length === 0) return { ok: true, line: 'every one has its file, chunks, vectors and job, and the reverse' }
  const counts = new Map<string, number>()
  for (const { what } of orphans) counts.set(what, (counts.get(what) ?? 0) + 1)
  const list = [...counts].map(([what, count]) => `${what} (${count})`).join(', ')
  return {
    ok: false,
    line: `${orphans.length} without what they belong to: ${list}. Ask again while nothing is uploaded; files without a document go within an hour`,
  }
}

async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  )
}

async function models(): Promise<Finding[]> {
  const { languageModel, embedder, notes } = await detectModels(process.env, { logger: quiet })
  return [
    { what: 'Language model', ok: true, line: languageModel.id },
    { what: 'Embedder', ok: true, line: embedder?.id ?? 'none: search by words alone' },
    ...notes.map((note) => ({ what: 'Note', ok: true, line: note })),
  ]
}
