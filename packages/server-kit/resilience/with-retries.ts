import { setTimeout as wait } from 'node:timers/promises'
import { AdapterError, type GeneratePart, type LanguageModel } from '../ports/index.js'

export interface RetryOptions {
  /** Calls in all; 3 unless told. */
  tries?: number
  /** Milliseconds: the first wait is a random part of it, each later one of its double. 500 unless told. */
  firstDelayMs?: number
  /** A provider that asks for a longer wait is not waited for: the failure says how long. 5 s unless told. */
  longestDelayMs?: number
  random?: () => number
}
interface Retrying extends RetryOptions {
  signal: AbortSignal
  /** No try begins later, of the clock of `performance.now()`. */
  by?: number
}

/**
 * A model that is asked again after a passing failure, as long as nothing of the answer was read: after a random part of a doubling
 * wait ("full jitter", https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/), or as long as it asks.
 */
export function withRetries(model: LanguageModel, options: RetryOptions = {}): LanguageModel {
  return { ...model, stream: (request, { signal }) => retried(() => model.stream(request, { signal }), { ...options, signal }) }
}

/** What `withRetries` does, for one call. */
export async function* retried(open: () => AsyncIterable<GeneratePart>, options: Retrying): AsyncGenerator<GeneratePart> {
  const { tries = 3, signal } = options
  for (let attempt = 1; ; attempt += 1) {
    let begun = false
    try {
      for await (const part of open()) {
        begun ||= part.type === 'text' || part.type === 'tool-call'
        yield part
      }
      return
    } catch (error) {
      signal.throwIfAborted()
      const delay = begun || attempt >= tries ? undefined : delayAfter(error, attempt, options)
      if (delay === undefined) throw error
      await wait(delay, undefined, { signal })
    }
  }
}

/** Milliseconds to wait before the next try; `undefined`: there is none. */
function delayAfter(error: unknown, attempt: number, options: Retrying): number | undefined {
  const { firstDelayMs = 500, longestDelayMs = 5000, random = Math.random, by = Number.POSITIVE_INFINITY } = options
  if (!AdapterError.isInstance(error) || !error.retryable || hopeless.has(error.code)) return undefined
  const asked = error.retryAfterMs ?? 0
  if (asked > longestDelayMs) return undefined
  const delay = Math.max(asked, Math.min(longestDelayMs, random() * firstDelayMs * 2 ** (attempt - 1)))
  return performance.now() + delay < by ? delay : undefined
}

/** A model that is left alone stays so for longer than a reader waits, and one that was silent had all the time that a reader has. */
const hopeless = new Set(['resting', 'timeout'])
