import { AdapterError } from '../../../ports/index.js'
import { retryAfterMs } from '../retry-after.js'

/** The server's own text is not passed on: it can hold the prompt. */
const failures = {
  cut: [true, 'The model’s answer was cut off.'],
  empty: [true, 'Ollama answered with nothing.'],
  malformed: [true, 'Ollama answered with something that is not its protocol.'],
  server_error: [true, 'Ollama failed while it was answering.'],
  unreachable: [true, 'Ollama cannot be reached. Start it with: ollama serve'],
  rate_limited: [true, 'Ollama has too many requests.'],
  not_found: [false, 'Ollama does not have this model. Get it with: ollama pull'],
  refused: [false, 'Ollama refused the request.'],
} as const

/** `id` is `ollama:<model>`. */
export function ollamaFailure(id: string, code: keyof typeof failures, more: { cause?: unknown; retryAfterMs?: number | undefined } = {}): AdapterError {
  const [retryable, sentence] = failures[code]
  const message = code === 'not_found' ? `${sentence} ${id.slice(id.indexOf(':') + 1)}` : sentence
  const { cause, retryAfterMs: wait } = more
  return new AdapterError({ adapter: id, code, retryable, message, cause, ...(wait === undefined ? {} : { retryAfterMs: wait }) })
}

/** What an answer that is no success means. */
export function ollamaRefusal(id: string, { status, headers }: Response): AdapterError {
  if (status === 404) return ollamaFailure(id, 'not_found')
  if (status === 429) return ollamaFailure(id, 'rate_limited', { retryAfterMs: retryAfterMs(headers) })
  return ollamaFailure(id, status >= 500 ? 'server_error' : 'refused')
}

/** What a failure of a call means; `begun` says that the answer had begun to come. */
export function ollamaError(id: string, error: unknown, { begun = false } = {}): AdapterError {
  if (AdapterError.isInstance(error)) return error
  if (error instanceof SyntaxError || (error instanceof Error && error.name === '$ZodError')) return ollamaFailure(id, 'malformed', { cause: error })
  return ollamaFailure(id, begun ? 'cut' : 'unreachable', { cause: error })
}
