import type { GeneratePart, LanguageModel } from '../ports/index.js'
import { type Breaker, type BreakerOptions, createBreaker } from './circuit-breaker.js'

/** A model that is not called for a while after it failed again and again: calls fail at once with the code `resting`. */
export function withBreaker(model: LanguageModel, options: BreakerOptions = {}): LanguageModel {
  const breaker = createBreaker(model.id, options)
  return { ...model, stream: (request, { signal }) => guarded(breaker, () => model.stream(request, { signal }), signal) }
}

async function* guarded(breaker: Breaker, open: () => AsyncIterable<GeneratePart>, signal: AbortSignal): AsyncGenerator<GeneratePart> {
  breaker.enter()
  let known = false
  try {
    yield* open()
    known = true
    breaker.succeeded()
  } catch (error) {
    known = !signal.aborted
    if (known) breaker.failed(error)
    throw error
  } finally {
    if (!known) breaker.left()
  }
}
