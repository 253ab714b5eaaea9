import type { Sql } from 'postgres'
import type { AdapterError } from '../../../ports/index.js'
import type { RunQuery } from '../engine.js'

interface Watch {
  toAdapterError(error: unknown): AdapterError
  /** Begins to wait for the server; what it gives back ends that. `onSilent`: it has not answered in time, and its connections are given up. */
  patient(onSilent: (error: AdapterError) => void): () => void
}

/**
 * A transaction of postgres.js whose own failures become AdapterErrors, while those of `work` pass as they are.
 *
 * When the server cuts the connection, postgres.js 3.4 would still write `rollback` or the work's next statement: into a socket
 * that is gone, which ends the process, or into its successor, where neither the transaction nor its role exists. So once the
 * connection is lost no statement leaves here, and the callback never ends; `begin` itself rejects when the connection closes, and
 * where it never closes, as with a server that is frozen, the silence ends it.
 */
export async function transact<Result>(pool: Sql, work: (run: RunQuery) => Promise<Result>, { toAdapterError, patient }: Watch): Promise<Result> {
  let lost: AdapterError | undefined
  let own: { result: Result } | { error: unknown } | undefined
  let giveUp = (_error: AdapterError): void => undefined
  const silence = new Promise<never>((_, reject) => {
    giveUp = (error) => {
      lost ??= error
      reject(error)
    }
  })
  const waited = async <Value>(asked: Promise<Value>): Promise<Value> => {
    const stop = patient(giveUp)
    return Promise.race([asked, silence]).finally(stop)
  }
  const run =
    (sql: Pick<Sql, 'unsafe'>): RunQuery =>
    async (text, parameters) => {
      if (lost) throw lost
      try {
        return await waited(sql.unsafe(text, parameters as never[], { prepare: true }).values())
      } catch (error) {
        if (endsConnection(error)) lost = toAdapterError(error)
        throw toAdapterError(error)
      }
    }
  // For the statement that begins it.
  let stop = patient(giveUp)
  const transaction = pool.begin(async (sql) => {
    stop()
    own = await settled(work(run(sql)))
    if (lost) await new Promise(() => undefined)
    // For the one that ends it.
    stop = patient(giveUp)
    if ('error' in own) throw own.error
  })
  try {
    await Promise.race([transaction, silence])
  } catch (error) {
    transaction.catch(() => undefined)
    if (own && 'error' in own && own.error === error) throw error
    lost ??= toAdapterError(error)
    throw lost
  } finally {
    stop()
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
