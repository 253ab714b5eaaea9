import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { DocumentType } from '@coachkit/contract'
import * as z from 'zod/mini'
import { AdapterError, type ExtractResult } from '../../../ports/index.js'

interface Task {
  type: DocumentType
  bytes: Uint8Array
}
interface Limits {
  timeoutMs: number
  memoryMb: number
  /** A child that holds more after a file is not kept for the next. */
  warmMemoryMb: number
}

const watchMs = 50
const longestStartMs = 30_000
const pageBytes = 4096
const block = z.object({
  kind: z.enum(['heading', 'paragraph', 'list', 'table', 'code']),
  text: z.string(),
  level: z.optional(z.number()),
  page: z.optional(z.number()),
})
const result = z.union([
  z.object({ ok: z.literal(true), document: z.object({ blocks: z.array(block), pageCount: z.optional(z.number()), title: z.optional(z.string()) }) }),
  z.object({ ok: z.literal(false), code: z.enum(['DOCUMENT_005', 'DOCUMENT_006', 'DOCUMENT_007', 'DOCUMENT_008']) }),
])
const answer = z.object({ result, residentMb: z.number() })

/** One warm child at a time; one that fails its task or is left heavy by it is ended, and the next task gets a new one. */
export function createChildPool(limits: Limits) {
  let child: ChildProcess | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let isClosed = false

  async function attempt(task: Task, signal: AbortSignal): Promise<ExtractResult> {
    signal.throwIfAborted()
    if (isClosed) throw unavailable('The document reader is closed.')
    if (!child?.connected) {
      child = startChild(limits)
      // Its start is not the document's time.
      await started(child)
      signal.throwIfAborted()
      if (!child.connected) throw unavailable('The document reader could not start.')
    }
    const running = child
    const outcome = await runIn(running, { task, signal, limits }).catch((error: unknown) => ({ keep: false, isCut: true, error }) as const)
    if (!outcome.keep) await end(running)
    signal.throwIfAborted()
    // What the end of the reader cut short says nothing of the document.
    if (isClosed && outcome.isCut) throw unavailable('The document reader is closed.')
    if ('error' in outcome) throw outcome.error
    return outcome.result
  }

  return {
    run(task: Task, signal: AbortSignal): Promise<ExtractResult> {
      const result = queue.then(() => attempt(task, signal))
      queue = result.catch(() => undefined)
      return result
    },
    async close(): Promise<void> {
      isClosed = true
      if (child) await end(child)
    },
  }
}

function unavailable(message: string): AdapterError {
  return new AdapterError({ adapter: 'worker', code: 'unavailable', retryable: true, message })
}

/** From the sources, imports name `.js` files that are `.ts` there. */
const sourceHook = `import { registerHooks } from 'node:module'
registerHooks({ resolve(name, context, next) { try { return next(name, context) } catch (error) { if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error } } })`

function startChild(limits: Limits): ChildProcess {
  const fromSources = import.meta.url.endsWith('.ts')
  const file = fileURLToPath(new URL(fromSources ? './child.ts' : './child.js', import.meta.url))
  const child = fork(file, {
    // Nothing of the server's environment: no secret can leave through a document.
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [
      `--max-old-space-size=${Math.floor(limits.memoryMb * 0.75)}`,
      ...(fromSources ? ['--import', `data:text/javascript,${encodeURIComponent(sourceHook)}`] : []),
    ],
  })
  // Told by its exit; without a listener a message to a child that is gone would end this process.
  child.on('error', () => undefined)
  child.unref()
  child.channel?.unref()
  return child
}

/** Settles when the child listens, or is gone. */
async function started(child: ChildProcess): Promise<void> {
  const settled = new AbortController()
  const limit = AbortSignal.any([settled.signal, AbortSignal.timeout(longestStartMs)])
  child.ref()
  child.channel?.ref()
  await Promise.race([once(child, 'message', { signal: limit }), once(child, 'exit', { signal: limit })]).catch(() => undefined)
  settled.abort()
}

interface Outcome {
  result: ExtractResult
  /** Whether the child may read the next file. */
  keep: boolean
  /** Whether the child was stopped before it answered. */
  isCut: boolean
}

async function runIn(child: ChildProcess, { task, signal, limits }: { task: Task; signal: AbortSignal; limits: Limits }): Promise<Outcome> {
  const tooMuch: Outcome = { result: { ok: false, code: 'DOCUMENT_008' }, keep: false, isCut: true }
  const settled = new AbortController()
  const quiet = { signal: settled.signal }
  // While a document is read, the child keeps the process alive.
  child.ref()
  child.channel?.ref()
  try {
    const replied = once(child, 'message', quiet).then(([reply]): Outcome => {
      const parsed = answer.safeParse(reply)
      if (!parsed.success)
        throw new AdapterError({ adapter: 'worker', code: 'malformed', retryable: false, message: 'The document reader answered out of form.' })
      return { result: parsed.data.result as ExtractResult, keep: parsed.data.residentMb <= limits.warmMemoryMb, isCut: false }
    })
    const died = once(child, 'exit', quiet).then((): Outcome => tooMuch)
    const late = new Promise<Outcome>((resolve) => {
      const timer = setTimeout(() => resolve(tooMuch), limits.timeoutMs)
      settled.signal.addEventListener('abort', () => clearTimeout(timer))
    })
    const left = once(signal, 'abort', quiet).then((): Outcome => tooMuch)
    const races = [replied, died, late, left, overweight(child, limits, settled.signal).then((): Outcome => tooMuch)]
    for (const race of races) race.catch(() => undefined)
    child.send(task)
    return await Promise.race(races)
  } finally {
    settled.abort()
    child.unref()
    child.channel?.unref()
  }
}

/** Resolves when the child holds more memory than it may. Only Linux tells; elsewhere the heap limit of the child holds. */
async function overweight(child: ChildProcess, limits: Limits, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const statm = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '')
    const resident = (Number(statm.split(' ')[1] ?? 0) * pageBytes) / 1024 / 1024
    if (resident > limits.memoryMb) return
    await new Promise((resolve) => setTimeout(resolve, watchMs))
  }
  await new Promise(() => undefined)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
