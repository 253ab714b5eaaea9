import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-deps.js'

/** Safe for every answer of an API; pages that need more say so themselves. */
export function securityHeaders(): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    await next()
    const { headers } = context.res
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('cross-origin-resource-policy', 'cross-origin')
    headers.set(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    )
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  }
}
