import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AdapterError, type Storage } from '../../../ports/index.js'
import { createStorage } from '../create-storage.js'
import { databaseError } from '../database-error.js'
import { lockFolder } from './data-lock.js'
import { createPgliteEngine } from './engine.js'
import { startWorker, type WorkerDatabase } from './worker-client.js'

/**
 * Embedded storage: PGlite in a thread of its own, its files in `<dataDir>/database`, locked against a second process.
 * `dataDir: 'memory'` keeps everything in memory, and begins with the dump in the file `snapshot` if one is named. Opens on first use.
 */
export function pglite(options: { dataDir: string } | { dataDir: 'memory'; snapshot?: string | undefined }): Storage {
  const { dataDir } = options
  const snapshot = 'snapshot' in options ? options.snapshot : undefined
  return createStorage(createPgliteEngine(() => (dataDir === 'memory' ? startWorker({ folder: 'memory://', snapshot }) : openFolder(dataDir))))
}

async function openFolder(dataDir: string): Promise<WorkerDatabase> {
  const release = await prepare(dataDir)
  try {
    const database = await startWorker({ folder: join(dataDir, 'database') })
    return {
      ...database,
      async close() {
        try {
          await database.close()
        } finally {
          await release()
        }
      },
    }
  } catch (error) {
    await release()
    throw AdapterError.isInstance(error) ? error : damaged(error)
  }
}

async function prepare(dataDir: string): Promise<() => Promise<void>> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    return await lockFolder(dataDir)
  } catch (error) {
    throw databaseError({ adapter: 'pglite', error, unreachable: 'The data folder cannot be used. Check that it exists and that this user may write to it.' })
  }
}

function damaged(error: unknown): AdapterError {
  const known = databaseError({ adapter: 'pglite', error, unreachable: '' })
  if (known.code === 'no_space') return known
  const message =
    'The embedded database in the data folder does not start. Its files may be damaged: restore a backup of the folder, or move it away to start empty.'
  return new AdapterError({ adapter: 'pglite', code: 'damaged', retryable: false, message })
}
