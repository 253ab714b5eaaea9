import type { CoachClientError } from '../http/client-error.js'

const firstMs = 500
const longestMs = 20_000

/** Runs `work` until it succeeds or fails for good: what may pass is tried again, later and later, and at once when the browser is back online. */
export async function retrying<Result>(
  work: () => Promise<Result>,
  options: { signal: AbortSignal; onFailure?(error: CoachClientError): void; mayPass?(error: CoachClientError): boolean },
): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    options.signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      // Known by what it says, not by its class: what is loaded later finds this function without it.
      const failure = error as CoachClientError
      if (!(failure.retryable || options.mayPass?.(failure))) throw error
      options.onFailure?.(failure)
      await pause(failure.retryAfterMs ?? firstMs + Math.random() * Math.min(longestMs - firstMs, firstMs * 2 ** attempt), options.signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      globalThis.window?.removeEventListener('online', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    globalThis.window?.addEventListener('online', end)
  })
}
