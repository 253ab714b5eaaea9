import type { ServedFile } from '@coachkit/contract'
import type { Context } from 'hono'
import { contentDisposition } from '../domain/document/file-name.js'
import type { AppEnv } from './app-deps.js'
import { isKnown } from './entity-tag.js'

/** Somebody else's file: to be shown, never to be run, whatever is in it. */
const ofFile = "sandbox; default-src 'none'"

/** A file as it is, or word that the caller has it already. */
export function fileResponse(context: Context<AppEnv>, { type, bytes, tag, name }: ServedFile): Response {
  const etag = `"${tag}"`
  context.header('etag', etag)
  context.header('content-security-policy', ofFile)
  if (name !== undefined) context.header('content-disposition', contentDisposition(name))
  if (isKnown(context, etag)) return context.body(null, 304)
  context.header('content-type', type)
  return context.body(bytes instanceof Uint8Array ? new Uint8Array(bytes) : streamed(bytes))
}

/** Read as fast as it is taken, and let go of when nobody takes it any more. */
function streamed(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next()
      next.done ? controller.close() : controller.enqueue(next.value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
