import { setTimeout as wait } from 'node:timers/promises'
import { AdapterError, type Embedder } from '../ports/index.js'
import { withSpan } from '../telemetry/index.js'
import { type Breaker, type BreakerOptions, createBreaker } from './circuit-breaker.js'

/** A reader waits for a question's vector, and words alone find much: it gets one short try. Documents have time. */
const limits = { query: { timeoutMs: 5000, tries: 1 }, passage: { timeoutMs: 30_000, tries: 3 } }
const firstDelayMs = 250
const longestDelayMs = 30_000

export interface EmbedderOptions {
  breaker?: BreakerOptions
  random?: () => number
  /** Milliseconds one call may take; 5 s for a question, 30 s for documents unless told. */
  timeoutMs?: number
}
export interface ResilientEmbedder extends Embedder {
  /** Whether it answered the last time it was asked. */
  state(): 'up' | 'down'
  circuit: Breaker['state']
}
interface Batch {
  embedder: Embedder
  breaker: Breaker
  texts: string[]
  purpose: 'query' | 'passage'
  signal: AbortSignal
  options: EmbedderOptions
}

/**
 * An embedder that batches, ends in time, for documents is asked again after a passing failure (full jitter, or as long as it asks),
 * and is left alone for a while after it failed again and again.
 */
export function resilientEmbedder(embedder: Embedder, options: EmbedderOptions = {}): ResilientEmbedder {
  const breaker = createBreaker(embedder.id, options.breaker)
  let isDown = false
  return {
    ...embedder,
    state: () => (isDown ? 'down' : 'up'),
    circuit: breaker.state,
    async embed(texts, call) {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += embedder.maxBatch) {
        const batch = { embedder, breaker, options, ...call, texts: texts.slice(at, at + embedder.maxBatch) }
        const made = await embedBatch(batch).catch((error: unknown) => {
          if (!call.signal.aborted) isDown = true
          throw error
        })
        vectors.push(...made)
        isDown = false
      }
      return vectors
    },
  }
}

async function embedBatch(batch: Batch): Promise<Float32Array[]> {
  const { signal, options } = batch
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await embedOnce(batch)
    } catch (error) {
      signal.throwIfAborted()
      const passing = AdapterError.isInstance(error) && error.retryable
      if (!passing || attempt >= limits[batch.purpose].tries) throw error
      const backOff = (options.random ?? Math.random)() * firstDelayMs * 2 ** attempt
      await wait(Math.min(longestDelayMs, Math.max(error.retryAfterMs ?? 0, backOff)), undefined, { signal })
    }
  }
}

function embedOnce(batch: Batch): Promise<Float32Array[]> {
  const { embedder, texts, purpose } = batch
  const attributes = { 'gen_ai.request.model': embedder.id, 'coachkit.purpose': purpose, 'coachkit.texts': texts.length }
  return withSpan('embedding generation', attributes, () => embedInTime(batch))
}

async function embedInTime({ embedder, breaker, texts, purpose, signal, options }: Batch): Promise<Float32Array[]> {
  const late = AbortSignal.timeout(options.timeoutMs ?? limits[purpose].timeoutMs)
  breaker.enter()
  try {
    const vectors = await embedder.embed(texts, { purpose, signal: AbortSignal.any([signal, late]) })
    breaker.succeeded()
    return vectors
  } catch (error) {
    if (signal.aborted) breaker.left()
    const failure = late.aborted && !signal.aborted ? tooLate(embedder.id, error) : error
    if (!signal.aborted) breaker.failed(failure)
    throw failure
  }
}

function tooLate(adapter: string, cause: unknown): AdapterError {
  return new AdapterError({ adapter, code: 'timeout', retryable: true, message: 'The embedder took too long.', cause })
}
