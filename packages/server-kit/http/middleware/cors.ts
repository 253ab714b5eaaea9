import { CoachError } from '@coachkit/contract'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-deps.js'
import type { OriginPolicy } from '../origin-policy.js'

const preflightSeconds = '600'

/** Answers preflights and lets allowed origins read; any other page is refused. No cookies are ever involved. */
export function cors(origins: OriginPolicy): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const origin = context.req.header('origin')
    if (origin === undefined) return next()
    if (!origins.allowed(origin, context.req.header('host'))) throw new CoachError('ORIGIN_001')
    context.header('access-control-allow-origin', origin)
    context.header('vary', 'origin', { append: true })
    context.header('access-control-expose-headers', 'x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset')
    if (context.req.method !== 'OPTIONS') return next()
    context.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    context.header('access-control-allow-headers', 'authorization, content-type, accept-language, idempotency-key, x-request-id')
    context.header('access-control-max-age', preflightSeconds)
    return context.body(null, 204)
  }
}
