import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { AppEnv } from './app-deps.js'
import { jsonAnswer } from './json-answer.js'

/** Whether the caller has what this tag stands for. RFC 9110, 13.1.2: it names a list of tags, weak ones too, or any. */
export function isKnown(context: Context<AppEnv>, etag: string): boolean {
  return (context.req.header('if-none-match') ?? '').split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim()))
}

/** JSON that anybody may keep, or word that the caller has it already. */
export function taggedJson(context: Context<AppEnv>, result: unknown): Response {
  const etag = `"${createHash('sha256').update(JSON.stringify(result)).digest('base64url').slice(0, 22)}"`
  context.header('etag', etag)
  return isKnown(context, etag) ? context.body(null, 304) : jsonAnswer(context, result)
}
