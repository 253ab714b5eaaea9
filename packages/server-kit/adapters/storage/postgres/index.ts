import type { Storage } from '../../../ports/index.js'
import { createStorage } from '../create-storage.js'
import { createPostgresEngine, type PostgresEngineOptions } from './engine.js'

/** Storage in PostgreSQL 14 or later, in its own schema `coach`. Connects on first use; `poolSize` connections, 10 unless told. */
export function postgres(options: PostgresEngineOptions): Storage {
  return createStorage(createPostgresEngine(options))
}
