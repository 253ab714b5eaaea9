import type { PoolFigures } from '../../ports/index.js'

/** One statement on one connection. Rows are arrays of column values; JSON and instants arrive as text. */
export type RunQuery = (text: string, parameters: unknown[]) => Promise<unknown[][]>

/** What a database driver must do for the repositories; each failure is an AdapterError. */
export interface Engine {
  readonly name: string
  readonly embedded: boolean
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  transaction<Result>(work: (run: RunQuery) => Promise<Result>): Promise<Result>
  /** Runs one statement as a transaction of its own. */
  statement: RunQuery
  /** A transaction on a connection for migrations, while no other instance holds one. */
  migrating<Result>(work: (session: MigrationSession) => Promise<Result>): Promise<Result>
  /**
   * Statements of the role that migrates, each a transaction of its own, on one connection, and each with this limit in milliseconds; the
   * one that runs is called off by `signal`. Migrations do not wait for it.
   */
  maintaining<Result>(input: { limitMs: number; signal: AbortSignal }, work: (run: RunQuery) => Promise<Result>): Promise<Result>
  health(): Promise<void>
  /** Absent: there is no pool. */
  pool?(): PoolFigures
  close(): Promise<void>
}

export interface MigrationSession {
  run: RunQuery
  /** Several statements in one transaction, all or nothing. */
  apply(script: string): Promise<void>
}
