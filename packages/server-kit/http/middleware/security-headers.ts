import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-deps.js'

const ofApi = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
const oneYear = 'max-age=31536000'

/** Safe for every answer of an API; pages that need more say so themselves. */
export function securityHeaders(): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    await next()
    const { headers } = context.res
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('cross-origin-resource-policy', 'cross-origin')
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', ofApi)
    if (cameOverTls(context)) headers.set('strict-transport-security', oneYear)
    // What was asked with a credential is its owner's, whatever else the route allows.
    if (!headers.has('cache-control') || context.req.header('authorization') !== undefined) headers.set('cache-control', 'no-store')
  }
}

/** A proxy's word is enough: browsers heed the header over TLS only, so who forges it tells only itself. */
function cameOverTls({ req }: Context<AppEnv>): boolean {
  return new URL(req.url).protocol === 'https:' || req.header('x-forwarded-proto')?.split(',', 1)[0]?.trim() === 'https'
}
