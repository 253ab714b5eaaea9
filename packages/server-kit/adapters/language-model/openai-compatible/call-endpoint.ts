import * as z from 'zod/mini'
import { AdapterError } from '../../../ports/index.js'
import { fetchUntil } from '../fetch-until.js'
import { retryAfterMs } from '../retry-after.js'

export interface Endpoint {
  /** `adapter:model`, for errors. */
  id: string
  baseUrl: string
  apiKey: string | undefined
  /** Where its owner looks when the key is refused; OPENAI_API_KEY unless told. */
  keyName?: string
}

/** What an endpoint says of a request that it does not take. */
export type Problem = z.output<typeof problem>['error']
const problem = z.object({ error: z.object({ code: z.nullish(z.string()), param: z.nullish(z.string()) }) })

interface EndpointCall {
  endpoint: Endpoint
  path: string
  signal: AbortSignal
  body?: object
  /** Another request in place of one that was not taken; `undefined`: there is none. */
  amend?(problem: Problem): object | undefined
}

/** One call of an OpenAI-compatible endpoint; anything but success is an AdapterError. Redirects are not followed: they would take the key along. */
export async function callEndpoint(input: EndpointCall): Promise<Response> {
  const { endpoint, signal, body } = input
  const headers = new Headers(endpoint.apiKey ? { authorization: `Bearer ${endpoint.apiKey}` } : {})
  if (body) headers.set('content-type', 'application/json')
  const request = { method: body ? 'POST' : 'GET', headers, signal, redirect: 'manual' as const, ...(body ? { body: JSON.stringify(body) } : {}) }
  const response = await fetchUntil(endpoint.baseUrl + input.path, request).catch((error: unknown) => {
    signal.throwIfAborted()
    throw failure(endpoint.id, { code: 'unreachable', retryable: true, message: 'The model server cannot be reached. Check its address.', cause: error })
  })
  if (response.ok) return response
  const next = await amended(input, response)
  if (next) return callEndpoint({ ...input, body: next })
  throw statusError(endpoint, response)
}

async function amended({ amend, signal }: EndpointCall, response: Response): Promise<object | undefined> {
  if (!amend || response.status !== 400) return void (await response.body?.cancel())
  const said = problem.safeParse(await response.json().catch(() => undefined))
  signal.throwIfAborted()
  return said.success ? amend(said.data.error) : undefined
}

function statusError({ id, keyName = 'OPENAI_API_KEY' }: Endpoint, response: Response): AdapterError {
  const { status } = response
  if (status === 401 || status === 403)
    return failure(id, { code: 'credentials', retryable: false, message: `The model server refuses the key. Check ${keyName}.` })
  if (status === 404) return failure(id, { code: 'not_found', retryable: false, message: 'The model server does not know this model or address.' })
  if (status === 429) {
    const wait = retryAfterMs(response.headers)
    return failure(id, {
      code: 'rate_limited',
      retryable: true,
      message: 'The model server has too many requests.',
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    })
  }
  return failure(id, {
    code: status >= 500 ? 'server_error' : 'refused',
    retryable: status >= 500,
    message: `The model server answered with status ${status}.`,
  })
}

function failure(adapter: string, input: { code: string; retryable: boolean; message: string; cause?: unknown; retryAfterMs?: number }): AdapterError {
  return new AdapterError({ adapter, ...input })
}
