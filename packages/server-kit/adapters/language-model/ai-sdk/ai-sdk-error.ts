import * as z from 'zod/mini'
import { AdapterError } from '../../../ports/index.js'
import { retryAfterMs } from '../retry-after.js'

/** What an `APICallError` of the AI SDK says of the answer that was no success. */
const refusal = z.object({ statusCode: z.number(), responseHeaders: z.optional(z.record(z.string(), z.string())) })
const names = z.object({ name: z.string() })

/** The provider's own text is not passed on: it can hold the prompt. */
const failures = {
  cut: [true, 'The model’s answer was cut off.'],
  malformed: [true, 'The model server sent something that is not its protocol.'],
  server_error: [true, 'The model server failed while it was answering.'],
  unreachable: [true, 'The model server cannot be reached. Check its address.'],
  rate_limited: [true, 'The model server has too many requests.'],
  credentials: [false, 'The model server refuses the key. Check it.'],
  not_found: [false, 'The model server does not know this model or address.'],
  refused: [false, 'The model server refused the request.'],
} as const

/** What a failure of a provider means; `undefined`: the stream ended without an end. */
export function aiSdkError(adapter: string, error: unknown): AdapterError {
  if (AdapterError.isInstance(error)) return error
  const answered = refusal.safeParse(error)
  const code = error === undefined ? 'cut' : answered.success ? codeOf(answered.data.statusCode, error) : codeOfName(error)
  const [retryable, message] = failures[code]
  const wait = answered.success && code === 'rate_limited' ? retryAfterMs(new Headers(answered.data.responseHeaders)) : undefined
  // Not the cause either: it holds the whole request.
  return new AdapterError({ adapter, code, retryable, message, ...(wait === undefined ? {} : { retryAfterMs: wait }) })
}

function codeOf(status: number, error: unknown): keyof typeof failures {
  if (status === 401 || status === 403) return 'credentials'
  if (status === 404) return 'not_found'
  if (status === 429) return 'rate_limited'
  // A success that could not be read: its connection ended, or it was something else.
  if (status < 300) return error instanceof Error && error.cause instanceof TypeError ? 'cut' : 'malformed'
  return status >= 500 ? 'server_error' : 'refused'
}

function codeOfName(error: unknown): keyof typeof failures {
  const name = names.safeParse(error)
  if (!name.success) return 'server_error'
  if (/JSONParse|TypeValidation|InvalidResponseData|EmptyResponseBody/.test(name.data.name)) return 'malformed'
  if (/APICallError/.test(name.data.name)) return 'unreachable'
  return error instanceof TypeError ? 'cut' : 'server_error'
}
