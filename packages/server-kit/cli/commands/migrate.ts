import { pglite } from '../../adapters/storage/pglite/index.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import type { CommandLine } from '../command-line.js'
import { databaseOf } from '../open-coach.js'

/** Brings the database up to date and says what it did. */
export async function migrate(line: CommandLine): Promise<number> {
  const target = databaseOf(line)
  const storage = 'database' in target ? postgres({ url: target.database }) : pglite({ dataDir: target.dataDir })
  try {
    const { applied } = await storage.migrate()
    process.stdout.write(
      applied === 0 ? 'The database is up to date.\n' : `${applied} migration${applied === 1 ? '' : 's'} applied; the database is up to date.\n`,
    )
    return 0
  } finally {
    await storage.close()
  }
}
