/**
 * `fetch` that ends when the signal says so, also while the body is read. Node's own forgets its signal once the garbage
 * collector has taken the Request it made (https://github.com/nodejs/undici/issues/3644), and then computes on for nobody.
 */
export async function fetchUntil(address: string | URL | Request, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  const response = await fetch(address, init)
  return response.body ? new Response(response.body.pipeThrough(new TransformStream(), { signal: init.signal }), response) : response
}
