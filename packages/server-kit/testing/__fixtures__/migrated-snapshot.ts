import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { createStorage } from '../../adapters/storage/create-storage.js'
import { createPgliteEngine } from '../../adapters/storage/pglite/engine.js'

/** Names the file that `memoryStorage` begins with. */
export const snapshotVariable = 'COACHKIT_TEST_SNAPSHOT'

/** Before a test run: makes the tables once, because making a database anew takes seconds and loading a dump a fraction of one. */
export async function setup(): Promise<() => Promise<void>> {
  const database = await PGlite.create('memory://', { extensions: { vector } })
  const storage = createStorage(
    createPgliteEngine(async () => ({
      query: async (text, parameters) => (await database.query<unknown[]>(text, parameters, { rowMode: 'array' })).rows,
      script: async (text) => void (await database.exec(text)),
      close: () => database.close(),
    })),
  )
  await storage.migrate()
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-snapshot-'))
  const file = join(folder, 'migrated.tar')
  const dump = await database.dumpDataDir('none')
  await writeFile(file, Buffer.from(await dump.arrayBuffer()))
  await storage.close()
  process.env[snapshotVariable] = file
  return () => rm(folder, { recursive: true })
}
