// Runs PGlite apart: its queries run in microtasks and would starve the server's timers and sockets.
// No relative imports: started from the sources, the type stripper of Node loads this file alone.
import { openAsBlob } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, types } from '@electric-sql/pglite'

type Request = { id: number; kind: 'query'; text: string; parameters: unknown[] } | { id: number; kind: 'script'; text: string } | { id: number; kind: 'close' }
type Reply = { id: number; rows?: unknown[][]; error?: { message: string; code?: string; constraint?: string } }

const asText = (value: string) => value
// Given once: a statement that brings its own has all of PGlite's copied, which takes longer than most statements.
const parsers = { [types.JSON]: asText, [types.JSONB]: asText, [types.TIMESTAMPTZ]: asText }

const ready = open(workerData)
ready.then(
  () => post({ id: 0 }),
  (error: unknown) => post({ id: 0, error: describe(error) }),
)
parentPort?.on('message', (request: Request) => {
  answer(request).then(post, (error: unknown) => post({ id: request.id, error: describe(error) }))
})

async function open({ folder, snapshot, extensions = true }: { folder: string; snapshot?: string; extensions?: boolean }): Promise<PGlite> {
  const vector = extensions ? await findVector() : undefined
  return PGlite.create({
    dataDir: folder,
    parsers,
    ...(snapshot === undefined ? {} : { loadDataDir: await openAsBlob(snapshot) }),
    ...(vector ? { extensions: { vector } } : {}),
  })
}

/** pgvector for PGlite, an optional peer. */
async function findVector() {
  try {
    return (await import('@electric-sql/pglite-pgvector')).vector
  } catch {
    return undefined
  }
}

async function answer(request: Request): Promise<Reply> {
  const database = await ready
  if (request.kind === 'query') {
    const { rows } = await database.query<unknown[]>(request.text, request.parameters, { rowMode: 'array' })
    return { id: request.id, rows }
  }
  if (request.kind === 'script') await database.exec(request.text)
  else await database.close()
  return { id: request.id }
}

function post(reply: Reply): void {
  parentPort?.postMessage(reply)
}

function describe(error: unknown): NonNullable<Reply['error']> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, constraint } = error as Error & { code?: string; constraint?: string }
  return { message: error.message, ...(code === undefined ? {} : { code }), ...(constraint === undefined ? {} : { constraint }) }
}
