import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { DocumentType } from '@coachkit/contract'
import * as z from 'zod/mini'
import { AdapterError, type ExtractResult } from '../../../ports/index.js'
import { usageOf } from './child-usage.js'
import { hold, letGo } from './start-child.js'

export interface Task {
  type: DocumentType
  /** The file; iterated anew for each try. */
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}
export interface Limits {
  /** Computing for one document. */
  cpuMs: number
  /** Waiting for one document. */
  timeoutMs: number
  memoryMb: number
  /** A child that holds more after a file is not kept for the next. */
  warmMemoryMb: number
}
export type Outcome =
  // `keep`: the child may read the next file.
  | { result: ExtractResult; keep: boolean }
  // The child was stopped, or ended, before it answered.
  | { stoppedBy: 'time' | 'memory' | 'death'; cpuMs: number; keep?: never }

const watchMs = 50
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

/** Hands a file over piece by piece, and waits for its text as long as the child keeps the limits. Rejects with what the file or the signal fails with. */
export async function readInChild(child: ChildProcess, { task, signal, limits }: { task: Task; signal: AbortSignal; limits: Limits }): Promise<Outcome> {
  const settled = new AbortController()
  const quiet = { signal: settled.signal }
  const reading: Reading = { began: performance.now(), handedOver: false, cpuMs: 0 }
  hold(child)
  try {
    const replied = once(child, 'message', quiet).then(([reply]) => outcomeOf(reply, limits))
    const died = once(child, 'exit', quiet).then((): Outcome => ({ stoppedBy: 'death', cpuMs: reading.cpuMs }))
    const left = once(signal, 'abort', quiet).then(() => Promise.reject(signal.reason))
    const sent = handOver(child, { task, reading, over: settled.signal }).then(() => new Promise<never>(() => undefined))
    const races = [replied, died, left, sent, untilTooMuch(child, { limits, reading, over: settled.signal })]
    for (const race of races) race.catch(() => undefined)
    return await Promise.race(races)
  } finally {
    settled.abort()
    letGo(child)
  }
}

interface Reading {
  began: number
  /** Whether the child has the whole file. */
  handedOver: boolean
  /** What the child computed for it so far. */
  cpuMs: number
}

function outcomeOf(reply: unknown, limits: Limits): Outcome {
  const parsed = answer.safeParse(reply)
  if (!parsed.success) throw new AdapterError({ adapter: 'worker', code: 'malformed', retryable: false, message: 'The document reader answered out of form.' })
  return { result: parsed.data.result as ExtractResult, keep: parsed.data.residentMb <= limits.warmMemoryMb }
}

/** The next piece is fetched when the one before is on its way: of a large file, little is held here. */
async function handOver(child: ChildProcess, { task, reading, over }: { task: Task; reading: Reading; over: AbortSignal }): Promise<void> {
  const send = (message: object) => new Promise<void>((resolve) => child.send(message, () => resolve()))
  for await (const piece of task.pieces) {
    if (over.aborted) return
    await send({ piece })
  }
  reading.handedOver = true
  await send({ type: task.type })
}

/** Resolves when the child computed or waited too long, or holds more memory than it may. Where only the wait can be told, that and its heap limit hold. */
async function untilTooMuch(child: ChildProcess, { limits, reading, over }: { limits: Limits; reading: Reading; over: AbortSignal }): Promise<Outcome> {
  const before = (await usageOf(child.pid)).cpuMs
  while (!over.aborted) {
    const usage = await usageOf(child.pid)
    reading.cpuMs = Math.max(reading.cpuMs, usage.cpuMs - before)
    const { cpuMs } = reading
    if (usage.residentMb > limits.memoryMb) return { stoppedBy: 'memory', cpuMs }
    const isLate = performance.now() - reading.began > limits.timeoutMs
    if (isLate && !reading.handedOver)
      throw new AdapterError({ adapter: 'worker', code: 'timeout', retryable: true, message: 'The file did not come out of its store in time.' })
    if (isLate || cpuMs > limits.cpuMs) return { stoppedBy: 'time', cpuMs }
    await new Promise((resolve) => setTimeout(resolve, watchMs))
  }
  return new Promise(() => undefined)
}
