import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { AdapterError, type Chunk } from '../../../ports/index.js'
import { type ChunksAnswer, readChunksAnswer } from './child-answers.js'
import { hold, letGo } from './start-child.js'

export type TakeChunks = (chunks: Chunk[]) => Promise<void>

/** They are cut already: the child has only to hand them over, on a machine however busy. */
const longestMs = 30_000

/** Fetches what the child has cut, the next chunks when `take` is done with those before; tells what the child holds at the end. */
export async function takeChunks(child: ChildProcess, { take, signal }: { take: TakeChunks; signal: AbortSignal }): Promise<number> {
  hold(child)
  try {
    for (;;) {
      const { chunks, isLast, residentMb } = await nextChunks(child, signal)
      await take(chunks)
      if (isLast) return residentMb
    }
  } finally {
    letGo(child)
  }
}

async function nextChunks(child: ChildProcess, signal: AbortSignal): Promise<ChunksAnswer> {
  signal.throwIfAborted()
  const settled = new AbortController()
  const quiet = { signal: settled.signal }
  const late = AbortSignal.timeout(longestMs)
  try {
    const replied = once(child, 'message', quiet).then(([reply]) => readChunksAnswer(reply))
    const lost = [once(child, 'exit', quiet), once(late, 'abort', quiet), refused(child)].map((event) => event.then(() => Promise.reject(gone())))
    const left = once(signal, 'abort', quiet).then(() => Promise.reject(signal.reason))
    const races = [replied, ...lost, left]
    for (const race of races) race.catch(() => undefined)
    return await Promise.race(races)
  } finally {
    settled.abort()
  }
}

/** Resolves when the question could not be sent: the child ended while nobody listened. */
function refused(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.send({ next: true }, (error) => error && resolve()))
}

function gone(): AdapterError {
  return new AdapterError({ adapter: 'worker', code: 'unavailable', retryable: true, message: 'The document reader ended before it handed everything over.' })
}
