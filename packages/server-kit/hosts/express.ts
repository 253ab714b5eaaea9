import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { CoachServer } from '../coach-server.js'

export { attachRealtime } from './node.js'

type ExpressRequest = IncomingMessage & { body?: unknown }
type Handler = (request: ExpressRequest, response: ServerResponse) => void
type ErrorHandler = (error: unknown, request: ExpressRequest, response: ServerResponse, next: (error: unknown) => void) => void

/** Handlers for `app.use('/coach', toExpress(coach))`; also behind `express.json()`, whose refusals are told in the kit's words. */
export function toExpress(coach: CoachServer): [Handler, ErrorHandler] {
  const answer = (request: ExpressRequest, response: ServerResponse, prepare: (web: Request) => Request) => {
    const listener = getRequestListener((web) => coach.fetch(prepare(web), { peer: request.socket.remoteAddress }), { overrideGlobalObjects: false })
    void listener(request, response)
  }
  return [
    (request, response) => answer(request, response, (web) => withParsedBody(web, request)),
    (error, request, response, next) => {
      const refusal = parserRefusal(error)
      if (refusal) answer(request, response, refusal)
      else next(error)
    },
  ]
}

/** A body that a parser of the host has already read is written out again. */
function withParsedBody(web: Request, { readableEnded, body }: ExpressRequest): Request {
  if (!readableEnded || body === undefined) return web
  return withBody(web, typeof body === 'string' ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body))
}

/** What the host's parser refused, as a request that the kit refuses for the same reason. Any other error is the host's. */
function parserRefusal(error: unknown): ((web: Request) => Request) | undefined {
  const { type, body, status } = (error ?? {}) as { type?: unknown; body?: unknown; status?: unknown }
  if (type === 'entity.parse.failed') return (web) => withBody(web, String(body ?? ''))
  if (type === 'entity.too.large') return (web) => withBody(web, '', { 'content-length': String(Number.MAX_SAFE_INTEGER) })
  if (status === 415 && typeof type === 'string') return (web) => withBody(web, '', { 'content-type': 'application/octet-stream' })
  return undefined
}

function withBody(web: Request, body: string | Uint8Array<ArrayBuffer>, changed: Record<string, string> = {}): Request {
  if (web.method === 'GET' || web.method === 'HEAD') return web
  const headers = new Headers(web.headers)
  headers.delete('content-length')
  for (const [name, value] of Object.entries(changed)) headers.set(name, value)
  return new Request(web.url, { method: web.method, headers, body, signal: web.signal })
}
