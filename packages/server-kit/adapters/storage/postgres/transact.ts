import type { Sql } from 'postgres'
import type { AdapterError } from '../../../ports/index.js'
import type { RunQuery } from '../engine.js'

/**
 * A transaction of postgres.js whose own failures become AdapterErrors, while those of `work` pass as they are.
 *
 * When the server cuts the connection, postgres.js 3.4 would still write `rollback` or the work's next statement: into a socket
 * that is gone, which ends the process, or into its successor, where neither the transaction nor its role exists. So once the
 * connection is lost no statement leaves here, and the callback never ends; `begin` itself rejects when the connection closes.
 */
export async function transact<Result>(pool: Sql, work: (run: RunQuery) => Promise<Result>, toAdapterError: (error: unknown) => AdapterError): Promise<Result> {
  let lost: AdapterError | undefined
  let own: { result: Result } | { error: unknown } | undefined
  try {
    await pool.begin(async (sql) => {
      const run: RunQuery = async (text, parameters) => {
        if (lost) throw lost
        try {
          return await sql.unsafe(text, parameters as never[], { prepare: true }).values()
        } catch (error) {
          if (endsConnection(error)) lost = toAdapterError(error)
          throw toAdapterError(error)
        }
      }
      own = await settled(work(run))
      if (lost) await new Promise(() => undefined)
      if ('error' in own) throw own.error
    })
  } catch (error) {
    if (own && 'error' in own && own.error === error) throw error
    lost ??= toAdapterError(error)
    throw lost
  }
  if (own && 'result' in own) return own.result
  throw new Error('A transaction was committed without its work.')
}

async function settled<Result>(work: Promise<Result>): Promise<{ result: Result } | { error: unknown }> {
  try {
    return { result: await work }
  } catch (error) {
    return { error }
  }
}

/** The server hung up (FATAL), or the socket broke. */
function endsConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const severity = 'severity' in error ? error.severity : undefined
  const code = 'code' in error ? String(error.code) : ''
  return severity === 'FATAL' || severity === 'PANIC' || /^(CONNECTION_|CONNECT_|E[A-Z]+$)/.test(code)
}
