import { AdapterError, type BlobStore, type Scanner } from '../ports/index.js'

type State = 'up' | 'down'

export interface WatchedBlobStore extends BlobStore {
  /** Whether it can be used now, as far as that shows: it is looked at where it knows how, and else by how its last use went. */
  look(signal: AbortSignal): Promise<State>
}
export interface WatchedScanner extends Scanner {
  /** How its last scan went. */
  state(): State
}

export function watchedBlobStore(store: BlobStore): WatchedBlobStore {
  const seen = createSeen()
  return {
    put: (key, bytes) => seen.watch(store.put(key, bytes)),
    get: (key, range) => seen.watch(store.get(key, range)),
    remove: (key) => seen.watch(store.remove(key)),
    keys: () => store.keys(),
    async look(signal) {
      if (store.health) await seen.watch(store.health({ signal })).catch(() => undefined)
      return seen.state()
    },
  }
}

export function watchedScanner(scanner: Scanner): WatchedScanner {
  const seen = createSeen(({ retryable }) => retryable)
  return { scan: (bytes, options) => seen.watch(scanner.scan(bytes, options)), state: seen.state }
}

function createSeen(isOutage: (error: AdapterError) => boolean = () => true) {
  let state: State = 'up'
  return {
    state: () => state,
    async watch<Result>(work: Promise<Result>): Promise<Result> {
      try {
        const result = await work
        state = 'up'
        return result
      } catch (error) {
        // What fails otherwise is what it was given; a scanner that refuses a file for good works.
        if (AdapterError.isInstance(error) && isOutage(error)) state = 'down'
        throw error
      }
    },
  }
}
