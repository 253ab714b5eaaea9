import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import type { AppEnv } from '../app-deps.js'

/**
 * Compresses texts of more than a kilobyte for whoever takes gzip. Only what says its length: anything else is a stream, which would come in one piece.
 * What guesses secrets by the length of answers (BREACH) needs a browser that sends credentials by itself; here there are no cookies.
 */
export function compressed(): MiddlewareHandler<AppEnv> {
  const squeeze = compress({ encoding: 'gzip', threshold: 1024, contentTypeFilter: /^(?:application\/json|text\/(?:html|javascript|css))\b/ })
  return async (context, next) => {
    await next()
    if (context.res.headers.has('content-length')) await squeeze(context, async () => undefined)
  }
}
