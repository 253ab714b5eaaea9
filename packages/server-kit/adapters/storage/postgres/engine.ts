import connect from 'postgres'
import { AdapterError } from '../../../ports/index.js'
import { databaseError } from '../database-error.js'
import type { Engine, RunQuery } from '../engine.js'
import { createPlaces } from './places.js'
import { transact } from './transact.js'

export interface PostgresEngineOptions {
  url: string
  poolSize?: number
  /** How long the server may take to answer one statement, which it is told to give up before. Default 8 s. */
  silentMs?: number
  /** How long work waits for a connection while none becomes free. Default 2 s. */
  stuckMs?: number
}

/** A pool of connections for the application, and one of its own for each migration. */
export function createPostgresEngine({ url, poolSize = 10, silentMs = 8000, stuckMs = 2000 }: PostgresEngineOptions): Engine {
  let pool: connect.Sql | undefined
  let closed = false
  const toAdapterError = (error: unknown) => databaseError({ adapter, error, unreachable: unreachable(url) })
  const connection = (settings: { max: number; statementTimeoutMs: number }) => {
    try {
      return open(url, settings)
    } catch (error) {
      throw toAdapterError(error)
    }
  }
  const application = () => {
    if (closed) throw new AdapterError({ adapter, code: 'closed', retryable: false, message: 'The storage was closed.' })
    pool ??= connection({ max: poolSize, statementTimeoutMs })
    return pool
  }
  const places = createPlaces({ adapter, places: poolSize, stuckMs })
  /** The driver has no such limit: a server that is frozen, or cut off without a word, would be waited for without end. What it may still do is as unknown as after any cut. */
  const patient = (of: connect.Sql) => (onSilent: (error: AdapterError) => void) => {
    const giveUp = () => {
      if (pool === of) pool = undefined
      void of.end({ timeout: 0 }).catch(() => undefined)
      onSilent(new AdapterError({ adapter, code: 'unreachable', retryable: true, message: unreachable(url) }))
    }
    // In two parts: after a stall of this process's own, what came meanwhile is read between them.
    let timer = setTimeout(() => {
      timer = setTimeout(giveUp, silentMs / 2)
    }, silentMs / 2)
    return () => clearTimeout(timer)
  }
  const answered = <Result>(of: connect.Sql, work: Promise<Result>): Promise<Result> => {
    let stop = (): void => undefined
    const silent = new Promise<never>((_, reject) => {
      stop = patient(of)(reject)
    })
    return Promise.race([work, silent]).finally(stop)
  }
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      throw toAdapterError(error)
    }
  }
  return {
    name: adapter,
    pool: places.figures,
    embedded: false,
    transaction: (work) =>
      places.hold(async () => {
        const of = application()
        return transact(of, work, { toAdapterError, patient: patient(of) })
      }),
    statement: (text, parameters) =>
      guarded(async () => {
        const of = application()
        return answered(of, of.unsafe(text, parameters as never[], { prepare: true }).values())
      }),
    async migrating(work) {
      const sql = connection({ max: 1, statementTimeoutMs: migrationTimeoutMs })
      const run: RunQuery = (text, parameters) => guarded(async () => await sql.unsafe(text, parameters as never[]).values())
      try {
        // Held until this connection closes: other instances wait here, then find nothing left to do.
        await run('select pg_advisory_lock($1)', [lockKey])
        // Statements sent together are one transaction.
        return await work({ run, apply: (script) => guarded(async () => void (await sql.unsafe(script).simple())) })
      } finally {
        await sql.end({ timeout: 5 })
      }
    },
    async maintaining({ limitMs, signal }, work) {
      signal.throwIfAborted()
      const sql = connection({ max: 1, statementTimeoutMs: limitMs })
      let running: { cancel(): void } | undefined
      const callOff = () => running?.cancel()
      signal.addEventListener('abort', callOff)
      try {
        return await work((text, parameters) =>
          guarded(async () => {
            signal.throwIfAborted()
            const query = sql.unsafe(text, parameters as never[])
            running = query
            return await query.values()
          }),
        )
      } finally {
        signal.removeEventListener('abort', callOff)
        await sql.end({ timeout: 5 })
      }
    },
    health: () =>
      guarded(async () => {
        const of = application()
        await answered(of, of.unsafe('select 1'))
      }),
    async close() {
      closed = true
      await pool?.end({ timeout: 5 })
    },
  }
}

const adapter = 'postgres'
const statementTimeoutMs = 5_000
const migrationTimeoutMs = 120_000
/** No transaction waits for anything but this process: one that is frozen in the middle of one gives up what it holds. */
const idleTimeoutMs = 10_000
const connectTimeoutSeconds = 5
/** Any number that no other program of the database is likely to lock. */
const lockKey = 732_004_117

function open(url: string, options: { max: number; statementTimeoutMs: number }): connect.Sql {
  const asText = (value: string) => value
  return connect(url, {
    max: options.max,
    connect_timeout: connectTimeoutSeconds,
    onnotice: () => undefined,
    fetch_types: false,
    // JSON and instants stay text both ways: Drizzle converts them.
    types: {
      json: { to: 114, from: [114, 3802], serialize: asText, parse: asText },
      date: { to: 1184, from: [1082, 1114, 1184], serialize: asText, parse: asText },
    },
    connection: { application_name: 'coachkit', statement_timeout: options.statementTimeoutMs, idle_in_transaction_session_timeout: idleTimeoutMs },
  })
}

/** Names the place and never the password. */
function unreachable(url: string): string {
  const place = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'the address given'
  return `PostgreSQL cannot be reached at ${place}. Check that it runs, that the database exists, and that DATABASE_URL is right; without DATABASE_URL the embedded database is used.`
}
