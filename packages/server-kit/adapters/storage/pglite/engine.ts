import { AdapterError } from '../../../ports/index.js'
import { databaseError } from '../database-error.js'
import type { Engine, RunQuery } from '../engine.js'
import type { WorkerDatabase } from './worker-client.js'

/** The one connection of an embedded database: transactions take turns. */
export function createPgliteEngine(open: () => Promise<WorkerDatabase>): Engine {
  let opening: Promise<WorkerDatabase> | undefined
  let closed = false
  let turn: Promise<unknown> = Promise.resolve()

  const database = () => {
    if (closed) throw new AdapterError({ adapter, code: 'closed', retryable: false, message: 'The storage was closed.' })
    opening ??= open().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  const inTurn = <Result>(work: (database: WorkerDatabase) => Promise<Result>): Promise<Result> => {
    const result = turn.then(async () => work(await database()))
    turn = result.catch(() => undefined)
    return result
  }

  return {
    name: adapter,
    embedded: true,
    transaction: (work) => inTurn((target) => transact(runOn(target), work)),
    statement: (text, parameters) => inTurn((target) => runOn(target)(text, parameters)),
    migrating: (work) =>
      inTurn((target) => work({ run: runOn(target), apply: (script) => transact(runOn(target), () => guarded(() => target.script(script))) })),
    // Others take their turn between its statements; the one that runs cannot be called off.
    maintaining: (_input, work) => work((text, parameters) => inTurn((target) => runOn(target)(text, parameters))),
    health: () => inTurn(async (target) => void (await runOn(target)('select 1', []))),
    async close() {
      if (closed) return
      closed = true
      await turn
      const target = await opening?.catch(() => undefined)
      await target?.close()
    },
  }
}

const adapter = 'pglite'
const stopped = 'The embedded database stopped. Restart the server; what was stored is kept.'

async function transact<Result>(run: RunQuery, work: (run: RunQuery) => Promise<Result>): Promise<Result> {
  await run('begin', [])
  try {
    const result = await work(run)
    await run('commit', [])
    return result
  } catch (error) {
    await run('rollback', []).catch(() => undefined)
    throw error
  }
}

function runOn(target: WorkerDatabase): RunQuery {
  return (text, parameters) => guarded(() => target.query(text, parameters))
}

async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw databaseError({ adapter, error, unreachable: stopped })
  }
}
