import { pglite } from '../../adapters/storage/pglite/index.js'
import type { Storage } from '../../ports/index.js'
import { snapshotVariable } from './migrated-snapshot.js'

/** An embedded database in memory with its tables made, from the snapshot of this test run. */
export function memoryStorage(): Storage {
  return pglite({ dataDir: 'memory', snapshot: process.env[snapshotVariable] })
}
