import { AdapterError } from '../ports/index.js'

export interface BreakerOptions {
  /** Failures in a row after which the service is left alone; 5 unless told. */
  failures?: number
  /** Milliseconds it is left alone; then one call tries it. 30 s unless told. */
  restMs?: number
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number
}

export interface Breaker {
  /** Throws an AdapterError with the code `resting` while the service is left alone; otherwise whoever asked must say how it went. */
  enter(): void
  succeeded(): void
  /** Whoever entered left before it was known. */
  left(): void
  failed(error: unknown): void
  state(): 'closed' | 'open' | 'probing'
}

/** Leaves a service alone that fails again and again, so that nobody waits for it and it can recover. */
export function createBreaker(adapter: string, options: BreakerOptions = {}, onChange: (state: 'open' | 'closed') => void = () => undefined): Breaker {
  const { failures: mostFailures = 5, restMs = 30_000, now = () => performance.now() } = options
  let failures = 0
  /** When it may be tried again; `undefined`: it is in use. */
  let restsUntil: number | undefined

  let probing = false
  function succeeded(): void {
    const wasOpen = restsUntil !== undefined
    failures = 0
    restsUntil = undefined
    probing = false
    if (wasOpen) onChange('closed')
  }

  return {
    enter() {
      if (restsUntil === undefined) return
      if (now() < restsUntil) throw resting(adapter)
      // This call tries the service; until it is back, nobody else does.
      restsUntil = now() + restMs
      probing = true
    },
    succeeded,
    left() {
      if (restsUntil !== undefined && probing) restsUntil = now()
      probing = false
    },
    failed(error) {
      if (!isOutage(error)) return succeeded()
      failures += 1
      probing = false
      if (failures < mostFailures) return
      const wasOpen = restsUntil !== undefined
      restsUntil = now() + restMs
      if (!wasOpen) onChange('open')
    },
    state: () => (restsUntil === undefined ? 'closed' : probing ? 'probing' : 'open'),
  }
}

/** A service that refuses, or asks to wait, works. */
function isOutage(error: unknown): boolean {
  return AdapterError.isInstance(error) && error.retryable && error.code !== 'rate_limited'
}

function resting(adapter: string): AdapterError {
  return new AdapterError({ adapter, code: 'resting', retryable: true, message: 'The model server failed repeatedly and is left alone for a moment.' })
}
