import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'

export interface Migration {
  name: string
  script: string
  /** SHA-256 of the script. */
  hash: string
}

/** The migrations this package ships, in order. */
export async function readMigrations(): Promise<Migration[]> {
  const folder = migrationsFolder()
  const names = z.array(z.string()).parse(JSON.parse(await readFile(new URL('journal.json', folder), 'utf8')))
  return Promise.all(
    names.map(async (name) => {
      const script = await readFile(new URL(`${name}.sql`, folder), 'utf8')
      return { name, script, hash: createHash('sha256').update(script).digest('hex') }
    }),
  )
}

function migrationsFolder(): URL {
  // From the sources, and one folder deeper once built.
  const folder = ['../../migrations/', '../../../migrations/'].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url))
  if (!folder) throw new Error('The migrations are missing from the installed package. Install @coachkit/server-kit again.')
  return folder
}
