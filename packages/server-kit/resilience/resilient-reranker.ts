import { AdapterError, type Reranker } from '../ports/index.js'
import { type Breaker, type BreakerOptions, createBreaker } from './circuit-breaker.js'

/** A reader waits, and the order that is there is good. */
const usualTimeoutMs = 2000

export interface RerankerOptions {
  breaker?: BreakerOptions
  /** Milliseconds one call may take; 2 s unless told. */
  timeoutMs?: number
}
export interface ResilientReranker extends Reranker {
  /** Whether it answered the last time it was asked. */
  state(): 'up' | 'down'
  circuit: Breaker['state']
}

/** A reranker that is asked once, ends in time, and is left alone for a while after it failed again and again. */
export function resilientReranker(reranker: Reranker, options: RerankerOptions = {}): ResilientReranker {
  const breaker = createBreaker(reranker.id, options.breaker)
  let isDown = false
  return {
    id: reranker.id,
    state: () => (isDown ? 'down' : 'up'),
    circuit: breaker.state,
    async rerank(input, { signal }) {
      const late = AbortSignal.timeout(options.timeoutMs ?? usualTimeoutMs)
      breaker.enter()
      try {
        const order = await reranker.rerank(input, { signal: AbortSignal.any([signal, late]) })
        breaker.succeeded()
        isDown = false
        return order
      } catch (error) {
        if (signal.aborted) {
          breaker.left()
          throw error
        }
        isDown = true
        const failure = late.aborted ? tooLate(reranker.id, error) : error
        breaker.failed(failure)
        throw failure
      }
    },
  }
}

function tooLate(adapter: string, cause: unknown): AdapterError {
  return new AdapterError({ adapter, code: 'timeout', retryable: true, message: 'The reranker took too long.', cause })
}
