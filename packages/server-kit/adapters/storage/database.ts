import { DrizzleQueryError } from 'drizzle-orm'
import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy'
import type { RunQuery } from './engine.js'

/** Drizzle over one open transaction, whichever driver runs it. */
export type Database = PgRemoteDatabase

export function openDatabase(run: RunQuery): Database {
  return drizzle(async (text, parameters) => ({ rows: await run(text, parameters) }))
}

/** Drizzle wraps a failure in an error whose message repeats the statement's parameters; what the driver said is enough. */
export function unwrap(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? error) : error
}
