import { access, constants } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { postgres } from '../../adapters/storage/postgres/index.js'
import { detectModels } from '../../config/detect-models.js'
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
  const findings = [nodeVersion(), await database(line), ...(await models())]
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

async function models(): Promise<Finding[]> {
  const { languageModel, embedder, notes } = await detectModels(process.env, { logger: quiet })
  return [
    { what: 'Language model', ok: true, line: languageModel.id },
    { what: 'Embedder', ok: true, line: embedder?.id ?? 'none: search by words alone' },
    ...notes.map((note) => ({ what: 'Note', ok: true, line: note })),
  ]
}
