interface Kept<Result> {
  result: Result
  until: number
}
interface Shared<Result> {
  result: Promise<Result>
  waiting: number
  abort: AbortController
}

export interface SearchCache<Result> {
  /** The kept result of `key`, or that of `search`, which runs once for all who ask for it at the same time and stops when all of them left. */
  get(key: readonly (string | number)[], search: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal): Promise<Result>
}

/** Results by everything they depend on, so that a change of any leaves the old ones to age out; at most `size`, each for `forMs`. */
export function createSearchCache<Result>(deps: { size: number; forMs: number; now(): number; mayKeep(result: Result): boolean }): SearchCache<Result> {
  const kept = new Map<string, Kept<Result>>()
  const running = new Map<string, Shared<Result>>()

  const keep = (key: string, result: Result) => {
    if (!deps.mayKeep(result)) return
    kept.delete(key)
    kept.set(key, { result, until: deps.now() + deps.forMs })
    for (const oldest of kept.keys()) {
      if (kept.size <= deps.size) break
      kept.delete(oldest)
    }
  }
  const begin = (key: string, search: (signal: AbortSignal) => Promise<Result>): Shared<Result> => {
    const abort = new AbortController()
    const result = search(abort.signal)
    const shared = { result, waiting: 0, abort }
    running.set(key, shared)
    const ended = () => {
      if (running.get(key) === shared) running.delete(key)
    }
    result.then(
      (found) => {
        ended()
        keep(key, found)
      },
      () => ended(),
    )
    return shared
  }
  return {
    async get(parts, search, signal) {
      const key = JSON.stringify(parts)
      const hit = kept.get(key)
      if (hit && hit.until > deps.now()) return hit.result
      kept.delete(key)
      const shared = running.get(key) ?? begin(key, search)
      shared.waiting++
      try {
        return await orAborted(shared.result, signal)
      } finally {
        shared.waiting--
        if (shared.waiting === 0) {
          if (running.get(key) === shared) running.delete(key)
          shared.abort.abort()
        }
      }
    },
  }
}

function orAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
