import * as z from 'zod/mini'
import { AdapterError } from '../../../ports/index.js'

export type Command = { publish: object } | { broadcast: object }

const timeoutMs = 5000
const failed = z.optional(z.object({ code: z.number(), message: z.optional(z.string()) }))
const single = z.object({ error: failed })
const batch = z.object({ error: failed, replies: z.optional(z.array(z.looseObject({ error: failed }))) })

/** Centrifugo's HTTP API, as far as publishing goes: one command by its own method, several as a batch, which keeps their order. Fails with AdapterError. */
export async function sendCommands({ apiUrl, apiKey }: { apiUrl: string; apiKey: string }, commands: Command[]): Promise<void> {
  const post = (method: string, body: unknown) => request(`${apiUrl}/${method}`, { apiKey, body })
  const [only] = commands
  if (only && commands.length === 1) {
    const [[method = '', body] = []] = Object.entries(only)
    return refuseFailed([single.parse(await post(method, body)).error])
  }
  const answer = batch.parse(await post('batch', { commands }))
  refuseFailed([answer.error, ...(answer.replies ?? []).map(({ error }) => error)])
}

async function request(url: string, { apiKey, body }: { apiKey: string; body: unknown }): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
  }).catch((cause: unknown) => {
    throw failure('unreachable', { retryable: true, cause })
  })
  if (!response.ok) throw failure(`http_${response.status}`, { retryable: response.status >= 500 || response.status === 429 })
  return response.json()
}

/** An internal error passes; any other refusal stays what it is, and the commands beside it were carried out. */
function refuseFailed(errors: z.infer<typeof failed>[]): void {
  const error = errors.find((each) => each !== undefined)
  if (error) throw failure(`code_${error.code}`, { retryable: error.code === 100 })
}

function failure(code: string, { retryable, cause }: { retryable: boolean; cause?: unknown }): AdapterError {
  return new AdapterError({ adapter: 'centrifugo', code, retryable, message: 'Centrifugo did not take what was published.', cause })
}
