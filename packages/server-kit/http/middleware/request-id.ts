import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-deps.js'

/** Takes the caller's id when it is a plain one, else makes one; it is in the answer, the errors and the logs. */
export function requestId(): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const given = context.req.header('x-request-id')
    const id = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
    context.set('requestId', id)
    await next()
    context.res.headers.set('x-request-id', id)
  }
}
