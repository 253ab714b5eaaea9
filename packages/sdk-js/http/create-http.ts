import type { ErrorBody, RouteCall, RouteResult } from '@coachkit/contract'
import type { Calls, RouteKey, RouteOf } from './call-table.js'
import { CoachClientError } from './client-error.js'

/** What may be left out of a call: parts a route does not have, and parts in which nothing is required. */
type Optional<Part> = undefined extends Part ? true : Record<never, never> extends Part ? true : false
type Given<Call> = { [Key in keyof Call as Optional<Call[Key]> extends true ? never : Key]: Call[Key] } & {
  [Key in keyof Call as Optional<Call[Key]> extends true ? Key : never]?: Call[Key]
}
export type CallInput<Key extends RouteKey> = Given<RouteCall<RouteOf<Key>>> & {
  signal?: AbortSignal
  token?: string | undefined
  /** Instead of the client's, for this call. */
  fetch?: typeof fetch | undefined
  /** The answer is a file. */
  file?: true
} & (RouteOf<Key> extends { idempotent: true } ? IdempotentCall : unknown)
/** Of a call that makes something. */
export interface IdempotentCall {
  /** A name of your own for this request, 255 characters at most: a repeat under it, for 24 hours, gets the first answer and makes nothing more. */
  idempotencyKey?: string
}
export type CallResult<Key extends RouteKey> = RouteResult<RouteOf<Key>>
export type Call = <Key extends RouteKey>(key: Key, input: CallInput<Key>) => Promise<CallResult<Key>>
export interface Http {
  call<Key extends RouteKey>(key: Key, input: CallInput<Key>): Promise<CallResult<Key>>
}
interface RawInput {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  signal?: AbortSignal
  token?: string
  fetch?: typeof fetch
  file?: true
  idempotencyKey?: string
}

/** Calls routes by name and turns every failure into a CoachClientError. */
export function createHttp(options: { calls: Calls; baseUrl: string; fetch: typeof fetch; language?: string | undefined; timeoutMs?: number }): Http {
  return {
    async call(key, input) {
      const raw = input as RawInput
      const [method, path] = options.calls[key] ?? unknownCall(key)
      const timeout = AbortSignal.timeout(options.timeoutMs ?? patienceWith(raw.body))
      const signal = raw.signal ? AbortSignal.any([raw.signal, timeout]) : timeout
      const send = raw.fetch ?? options.fetch
      try {
        return (await answerOf(await send(options.baseUrl + address(path, raw), { method, signal, ...payload(raw, options.language) }), raw.file)) as never
      } catch (cause) {
        if (cause instanceof CoachClientError || raw.signal?.aborted) throw cause
        throw new CoachClientError({ code: timeout.aborted ? 'TIMEOUT' : 'NETWORK', message: 'The server cannot be reached.', retryable: true, cause })
      }
    },
  }
}

/** Milliseconds: a file takes its time. */
function patienceWith(body: unknown): number {
  return body instanceof Blob ? 600_000 : 30_000
}

async function answerOf(response: Response, isFile?: true): Promise<unknown> {
  if (!response.ok) throw await failure(response)
  return response.status === 204 ? undefined : isFile ? response.blob() : response.json()
}

function unknownCall(key: string): never {
  throw new Error(`No call ${key}`)
}

function address(path: string, input: RawInput): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(name, String(value))
  const text = query.toString()
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? '')) + (text && `?${text}`)
}

function payload(input: RawInput, language: string | undefined): RequestInit {
  const headers: Record<string, string> = {}
  if (input.token) headers.authorization = `Bearer ${input.token}`
  if (language) headers['accept-language'] = language
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey
  if (input.body instanceof Blob) {
    const form = new FormData()
    form.set('file', input.body, input.body instanceof File ? input.body.name : 'file')
    return { headers, body: form }
  }
  if (input.body === undefined) return { headers }
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(input.body) }
}

async function failure(response: Response): Promise<CoachClientError> {
  const body = (await response.json().catch(() => undefined)) as Partial<ErrorBody> | undefined
  const { status } = response
  const error = { code: `HTTP_${status}`, message: `The server answered ${status}.`, ...body?.error, status }
  // Whoever is told when to come back may.
  return new CoachClientError({ ...error, retryable: status === 408 || status === 429 || status >= 500 || error.retryAfterMs !== undefined })
}
