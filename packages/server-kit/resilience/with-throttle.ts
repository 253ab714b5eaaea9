import { AdapterError, type GeneratePart, type LanguageModel } from '../ports/index.js'

export interface ThrottleOptions {
  /** Answers at a time; 100 unless told. */
  concurrency?: number
  /** Calls that may begin within any 60 s; as many as come unless told. */
  requestsPerMinute?: number
  /** Milliseconds a call waits for its turn; then it fails with `crowded`. 10 s unless told. */
  waitMs?: number
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number
}
export interface Throttle {
  /** Waits for a place, first come, first served; returns how to leave it. Throws an AdapterError `crowded` when that takes too long. */
  enter(signal: AbortSignal): Promise<() => void>
  load(): { running: number; waiting: number }
}

const minute = 60_000

/** A model that is not called more often, or by more at once, than its provider allows. */
export function withThrottle(model: LanguageModel, throttle: Throttle): LanguageModel {
  return { ...model, stream: (request, { signal }) => throttled(throttle, () => model.stream(request, { signal }), signal) }
}

async function* throttled(throttle: Throttle, open: () => AsyncIterable<GeneratePart>, signal: AbortSignal): AsyncGenerator<GeneratePart> {
  const leave = await throttle.enter(signal)
  try {
    yield* open()
  } finally {
    leave()
  }
}

export function createThrottle(adapter: string, options: ThrottleOptions = {}): Throttle {
  const { concurrency = 100, requestsPerMinute = Number.POSITIVE_INFINITY, waitMs = 10_000, now = () => performance.now() } = options
  const queue: { admit(): void }[] = []
  /** When the calls of the last minute began, the oldest first. */
  let starts: number[] = []
  let running = 0
  let timer: NodeJS.Timeout | undefined

  const untilNextStart = () => {
    const time = now()
    starts = starts.filter((start) => start > time - minute)
    return starts.length < requestsPerMinute ? 0 : (starts[starts.length - requestsPerMinute] ?? time) + minute - time
  }
  const admit = () => {
    clearTimeout(timer)
    while (queue.length > 0 && running < concurrency) {
      const wait = untilNextStart()
      if (wait > 0) {
        timer = setTimeout(admit, wait)
        return
      }
      running += 1
      if (Number.isFinite(requestsPerMinute)) starts.push(now())
      queue.shift()?.admit()
    }
  }
  const leaveOnce = () => {
    let left = false
    return () => {
      if (left) return
      left = true
      running -= 1
      admit()
    }
  }
  return {
    load: () => ({ running, waiting: queue.length }),
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      return new Promise((resolve, reject) => {
        const settle = () => {
          clearTimeout(patience)
          signal.removeEventListener('abort', onAbort)
          const at = queue.indexOf(entry)
          if (at >= 0) queue.splice(at, 1)
        }
        const entry = {
          admit() {
            settle()
            resolve(leaveOnce())
          },
        }
        const onAbort = () => {
          settle()
          reject(signal.reason)
        }
        const patience = setTimeout(() => {
          settle()
          reject(crowded(adapter, Math.max(1000, untilNextStart())))
        }, waitMs)
        signal.addEventListener('abort', onAbort, { once: true })
        queue.push(entry)
        admit()
      })
    },
  }
}

function crowded(adapter: string, retryAfterMs: number): AdapterError {
  return new AdapterError({ adapter, code: 'crowded', retryable: true, message: 'The model has all the calls it may have now.', retryAfterMs })
}
