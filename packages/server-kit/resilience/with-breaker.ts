import { AdapterError, type GeneratePart, type LanguageModel } from '../ports/index.js'
import { type Breaker, type BreakerOptions, createBreaker } from './circuit-breaker.js'

/** A model that is not called for a while after it failed again and again: calls fail at once with the code `resting`. */
export function withBreaker(model: LanguageModel, options: BreakerOptions = {}, breaker: Breaker = createBreaker(model.id, options)): LanguageModel {
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
    // A call that found no place says nothing of the server.
    known = !signal.aborted && !(AdapterError.isInstance(error) && error.code === 'crowded')
    if (known) breaker.failed(error)
    throw error
  } finally {
    if (!known) breaker.left()
  }
}
