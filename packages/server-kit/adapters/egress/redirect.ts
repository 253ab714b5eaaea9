import type { EgressInit } from '../../ports/index.js'

const redirects = new Set([301, 302, 303, 307, 308])
/** What was meant for one origin is not shown to another. */
const bound = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** Where a response sends the caller next, as written; `undefined` when it does not. */
export function redirectTarget(response: { status: number; headers: { get(name: string): string | null } }): string | undefined {
  return redirects.has(response.status) ? (response.headers.get('location') ?? undefined) : undefined
}

/** The request as it goes on to the next hop, as browsers do it: 303, and 301 or 302 after a POST, become a GET without a body. */
export function afterRedirect(init: EgressInit, hop: { status: number; from: URL; to: URL }): EgressInit {
  const method = (init.method ?? 'GET').toUpperCase()
  const toGet = (hop.status === 303 && method !== 'HEAD') || (hop.status < 303 && method === 'POST')
  const { body, headers, ...rest } = init
  const kept = Object.entries(headers ?? {}).filter(([name]) => {
    const lower = name.toLowerCase()
    return (hop.from.origin === hop.to.origin || !bound.has(lower)) && !(toGet && lower.startsWith('content-'))
  })
  return { ...rest, method: toGet ? 'GET' : method, headers: Object.fromEntries(kept), ...(toGet || body === undefined ? {} : { body }) }
}
