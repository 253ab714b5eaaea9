import type { ChildProcess } from 'node:child_process'
import { AdapterError, type ExtractResult } from '../../../ports/index.js'
import { type Limits, type Outcome, readInChild, type Task } from './read-in-child.js'
import { endChild, startChild } from './start-child.js'

/** Of the memory a child may hold, its heap; a smaller one is collected sooner. */
const heapShare = { first: 0.75, second: 0.4 }
const tooMuch: ExtractResult = { ok: false, code: 'DOCUMENT_008' }

export interface ChildReader {
  read(task: Task, signal: AbortSignal): Promise<ExtractResult>
  close(): Promise<void>
}

/** One warm child, for one file at a time; one that fails its task or is left heavy by it is ended, and the next task gets a new one. */
export function createChildReader(limits: Limits): ChildReader {
  let child: ChildProcess | undefined
  let isClosed = false

  async function attempt(task: Task, signal: AbortSignal, given: { limits: Limits; heapShare: number }): Promise<Outcome> {
    refuseWhenClosed()
    // Its start is not the document's time.
    if (!child?.connected) child = await startChild({ heapMb: limits.memoryMb * given.heapShare })
    const running = child
    let outcome: Outcome | undefined
    try {
      signal.throwIfAborted()
      refuseWhenClosed()
      if (!running.connected) throw unavailable('The document reader could not start.')
      outcome = await readInChild(running, { task, signal, limits: given.limits })
      // What the end of the reader cut short says nothing of the document.
      if ('stoppedBy' in outcome) refuseWhenClosed()
      return outcome
    } finally {
      if (!outcome?.keep) await endChild(running)
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
