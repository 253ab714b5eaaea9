import type { ChildProcess } from 'node:child_process'
import { AdapterError } from '../../../ports/index.js'
import type { Answer } from './child-answers.js'
import { type Limits, type Outcome, readInChild, type Task } from './read-in-child.js'
import { endChild, startChild } from './start-child.js'
import { takeChunks } from './take-chunks.js'

/** Of the memory a child may hold, its heap; a smaller one is collected sooner. */
const heapShare = { first: 0.75, second: 0.4 }
const tooMuch: Answer<never> = { ok: false, code: 'DOCUMENT_008' }

export interface ChildReader {
  read<Document>(task: Task<Document>, signal: AbortSignal): Promise<Answer<Document>>
  close(): Promise<void>
}

/** One warm child, for one file at a time; one that fails its task or is left heavy by it is ended, and the next task gets a new one. */
export function createChildReader(limits: Limits): ChildReader {
  let child: ChildProcess | undefined
  let isClosed = false

  async function attempt<Document>(task: Task<Document>, signal: AbortSignal, given: { limits: Limits; heapShare: number }): Promise<Outcome<Document>> {
    refuseWhenClosed()
    // Its start is not the document's time.
    if (!child?.connected) child = await startChild({ heapMb: limits.memoryMb * given.heapShare })
    const running = child
    let residentMb = Number.POSITIVE_INFINITY
    try {
      signal.throwIfAborted()
      refuseWhenClosed()
      if (!running.connected) throw unavailable('The document reader could not start.')
      const outcome = await readInChild(running, { task, signal, limits: given.limits })
      // What the end of the reader cut short says nothing of the document.
      if ('stoppedBy' in outcome) refuseWhenClosed()
      else if (outcome.result.ok && task.take) residentMb = await takeChunks(running, { take: task.take, signal })
      else residentMb = outcome.residentMb
      return outcome
    } finally {
      // Also one that was left in the middle.
      if (residentMb > given.limits.warmMemoryMb) await endChild(running)
    }
  }
  function refuseWhenClosed(): void {
    if (isClosed) throw unavailable('The document reader is closed.')
  }

  return {
    async read(task, signal) {
      const first = await attempt(task, signal, { limits, heapShare: heapShare.first })
      if ('result' in first) return first.result
      if (first.stoppedBy === 'time') return tooMuch
      // Memory ran out, perhaps because much of it was waiting to be collected: once more, with less, in the time that is left.
      const left = { ...limits, cpuMs: limits.cpuMs - first.cpuMs, timeoutMs: limits.timeoutMs / 2, warmMemoryMb: 0 }
      const second = await attempt(task, signal, { limits: left, heapShare: heapShare.second })
      return 'result' in second ? second.result : tooMuch
    },
    async close() {
      isClosed = true
      if (child) await endChild(child)
    },
  }
}

function unavailable(message: string): AdapterError {
  return new AdapterError({ adapter: 'worker', code: 'unavailable', retryable: true, message })
}
