import { Agent } from 'undici'
import { carrierNow } from '../../telemetry/index.js'

/** A server that is there answers a connection at once; one that does not leaves time for another model. */
const connectMs = 5000

/** Connections are kept between calls, as Node's own `fetch` keeps its; those that nobody uses keep no process alive. */
const connections = new Agent({ connect: { timeout: connectMs } })

/**
 * `fetch` that ends when the signal says so, also while the body is read. Node's own forgets its signal once the garbage
 * collector has taken the Request it made (https://github.com/nodejs/undici/issues/3644), and then computes on for nobody.
 * It fails when the connection is not there after `connectMs`. Tells the server which call this belongs to.
 */
export async function fetchUntil(address: string | URL | Request, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  const headers = new Headers(init.headers)
  for (const [name, value] of Object.entries(carrierNow())) headers.set(name, value)
  // Node's fetch takes a dispatcher; what types know of it differs by what else they know.
  const options = { ...init, headers, dispatcher: connections } as unknown as RequestInit
  const response = await fetch(address, options)
  return response.body ? new Response(response.body.pipeThrough(new TransformStream(), { signal: init.signal }), response) : response
}
