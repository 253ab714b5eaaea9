import type { ServedFile } from '@coachkit/contract'
import type { Context } from 'hono'
import type { AppEnv } from './app-deps.js'
import { isKnown } from './entity-tag.js'

/** Somebody else's file: to be shown, never to be run, whatever is in it. */
const ofFile = "sandbox; default-src 'none'"

/** A file as it is, or word that the caller has it already. */
export function fileResponse(context: Context<AppEnv>, { type, bytes, tag }: ServedFile): Response {
  const etag = `"${tag}"`
  context.header('etag', etag)
  context.header('content-security-policy', ofFile)
  if (isKnown(context, etag)) return context.body(null, 304)
  context.header('content-type', type)
  return context.body(new Uint8Array(bytes))
}
