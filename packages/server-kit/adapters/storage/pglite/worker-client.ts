import { Worker } from 'node:worker_threads'

/** A PGlite in its own thread. Calls run in the order they were made, on its one connection. */
export interface WorkerDatabase {
  query(text: string, parameters: unknown[]): Promise<unknown[][]>
  /** Several statements without parameters. */
  script(text: string): Promise<void>
  close(): Promise<void>
}

/**
 * Resolves when the database in `folder` (or `memory://`) answers; an empty one begins with the dump in the file `snapshot`. `extensions`:
 * whether those that are installed beside PGlite may be used.
 */
export async function startWorker(start: { folder: string; snapshot?: string | undefined; extensions?: boolean }): Promise<WorkerDatabase> {
  const worker = new Worker(workerFile(), { workerData: start })
  const pending = new Map<number, { resolve(rows: unknown[][]): void; reject(error: Error): void }>()
  let lastId = 0

  const wait = (id: number) =>
    new Promise<unknown[][]>((resolve, reject) => {
      pending.set(id, { resolve, reject })
      worker.ref()
    })
  const finish = (id: number) => {
    const call = pending.get(id)
    pending.delete(id)
    // An idle database keeps no process alive.
    if (pending.size === 0) worker.unref()
    return call
  }
  const fail = (error: Error) => {
    for (const id of [...pending.keys()]) finish(id)?.reject(error)
  }
  const send = (request: { kind: 'query'; text: string; parameters: unknown[] } | { kind: 'script'; text: string } | { kind: 'close' }) => {
    lastId += 1
    const answered = wait(lastId)
    worker.postMessage({ id: lastId, ...request })
    return answered
  }

  worker.on('message', (reply: { id: number; rows?: unknown[][]; error?: { message: string; code?: string } }) => {
    const call = finish(reply.id)
    if (reply.error) call?.reject(Object.assign(new Error(reply.error.message), reply.error))
    else call?.resolve(reply.rows ?? [])
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(Object.assign(new Error('The embedded database stopped.'), { code: 'CONNECTION_CLOSED' })))

  try {
    await wait(0)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return {
    query: (text, parameters) => send({ kind: 'query', text, parameters }),
    script: async (text) => void (await send({ kind: 'script', text })),
    async close() {
      await send({ kind: 'close' })
      await worker.terminate()
    },
  }
}

function workerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)
}
