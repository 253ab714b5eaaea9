import type { MiddlewareHandler } from 'hono'
import { pageOfRequest } from '../../domain/origin/calling-page.js'
import { originRefused } from '../admit-page.js'
import type { AppEnv } from '../app-deps.js'
import type { OriginPolicy } from '../origin-policy.js'

const preflightSeconds = '600'

/**
 * Answers preflights and lets pages that somebody lists read; whether the creator of the call does is asked once it is known (`admitPage`).
 * No cookies are ever involved.
 */
export function cors(origins: OriginPolicy): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const page = pageOfRequest(context.req.raw)
    const isPreflight = context.req.method === 'OPTIONS' && page.origin !== undefined
    context.header('vary', 'origin')
    if (!(await origins.mayPreflight(page))) {
      // The refusal itself is for everybody to read, so that a page can say what is wrong with it.
      if (!isPreflight) context.header('access-control-allow-origin', '*')
      throw originRefused(page)
    }
    if (isPreflight) {
      context.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
      context.header('access-control-allow-headers', 'authorization, content-type, accept-language, idempotency-key, x-request-id, x-captcha-response')
      context.header('access-control-max-age', preflightSeconds)
      context.res = context.body(null, 204)
    } else await next()
    const { headers } = context.res
    if (!headers.get('vary')?.includes('origin')) headers.append('vary', 'origin')
    if (page.origin === undefined) return
    headers.set('access-control-allow-origin', page.origin)
    headers.set('access-control-expose-headers', 'x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset')
  }
}
