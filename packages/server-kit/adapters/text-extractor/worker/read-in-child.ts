import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { AdapterError, type FilePieces } from '../../../ports/index.js'
import type { Answer, FileAnswer, Question } from './child-answers.js'
import { usageOf } from './child-usage.js'
import { hold, letGo } from './start-child.js'
import type { TakeChunks } from './take-chunks.js'

export interface Task<Document> {
  question: Question
  /** The file; iterated anew for each try. */
  pieces: FilePieces
  readAnswer(reply: unknown): FileAnswer<Document>
  /** Where the chunks go that the child has cut. */
  take?: TakeChunks
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
export type Outcome<Document> =
  | { result: Answer<Document>; residentMb: number }
  // The child was stopped, or ended, before it answered.
  | Stopped
interface Stopped {
  stoppedBy: 'time' | 'memory' | 'death'
  cpuMs: number
}

const watchMs = 50
/** Of the memory a child may hold, what it is stopped at: it grows on until somebody looks. */
const stopShare = 0.9

/** Hands a file over piece by piece, and waits for what was read as long as the child keeps the limits. Rejects with what the file or the signal fails with. */
export async function readInChild<Document>(
  child: ChildProcess,
  { task, signal, limits }: { task: Task<Document>; signal: AbortSignal; limits: Limits },
): Promise<Outcome<Document>> {
  const settled = new AbortController()
  const quiet = { signal: settled.signal }
  const reading: Reading = { began: performance.now(), handedOver: false, cpuMs: 0 }
  hold(child)
  try {
    const replied = once(child, 'message', quiet).then(([reply]) => task.readAnswer(reply))
    const died = once(child, 'exit', quiet).then((): Stopped => ({ stoppedBy: 'death', cpuMs: reading.cpuMs }))
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

/** The next piece is fetched when the one before is on its way: of a large file, little is held here. */
async function handOver(
  child: ChildProcess,
  { task, reading, over }: { task: Pick<Task<unknown>, 'pieces' | 'question'>; reading: Reading; over: AbortSignal },
): Promise<void> {
  const send = (message: object) => new Promise<void>((resolve) => child.send(message, () => resolve()))
  for await (const piece of task.pieces) {
    if (over.aborted) return
    await send({ piece })
  }
  reading.handedOver = true
  await send(task.question)
}

/** Resolves when the child computed or waited too long, or holds more memory than it may. Where only the wait can be told, that and its heap limit hold. */
async function untilTooMuch(child: ChildProcess, { limits, reading, over }: { limits: Limits; reading: Reading; over: AbortSignal }): Promise<Stopped> {
  const before = usageOf(child.pid).cpuMs
  while (!over.aborted) {
    const usage = usageOf(child.pid)
    reading.cpuMs = Math.max(reading.cpuMs, usage.cpuMs - before)
    const { cpuMs } = reading
    if (usage.residentMb > limits.memoryMb * stopShare) return { stoppedBy: 'memory', cpuMs }
    const isLate = performance.now() - reading.began > limits.timeoutMs
    if (isLate && !reading.handedOver)
      throw new AdapterError({ adapter: 'worker', code: 'timeout', retryable: true, message: 'The file did not come out of its store in time.' })
    if (isLate || cpuMs > limits.cpuMs) return { stoppedBy: 'time', cpuMs }
    await new Promise((resolve) => setTimeout(resolve, watchMs))
  }
  return new Promise(() => undefined)
}
