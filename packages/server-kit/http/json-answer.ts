import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from './app-deps.js'

/** JSON that says its length, so that it is known from a stream. */
export function jsonAnswer(context: Context<AppEnv>, result: unknown, status = 200): Response {
  const text = JSON.stringify(result)
  context.header('content-type', 'application/json')
  context.header('content-length', String(Buffer.byteLength(text)))
  return context.body(text, status as ContentfulStatusCode)
}
