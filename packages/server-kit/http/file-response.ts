import type { ServedFile } from '@coachkit/contract'
import type { Context } from 'hono'
import type { AppEnv } from './app-deps.js'

/** Somebody else's file: to be shown, never to be run, whatever is in it. */
const ofFile = "sandbox; default-src 'none'"

/** A file as it is, or word that the caller has it already. */
export function fileResponse(context: Context<AppEnv>, { type, bytes, tag }: ServedFile): Response {
  const etag = `"${tag}"`
  context.header('etag', etag)
  context.header('content-security-policy', ofFile)
  if (isKnown(context.req.header('if-none-match'), etag)) return context.body(null, 304)
  context.header('content-type', type)
  return context.body(new Uint8Array(bytes))
}

/** RFC 9110, 13.1.2: a list of tags, weak ones too, or any. */
function isKnown(given: string | undefined, etag: string): boolean {
  return (given ?? '').split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim()))
}
