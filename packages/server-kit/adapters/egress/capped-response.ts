import type { Response as WireResponse } from 'undici'
import { egressError } from './egress-error.js'

/** Statuses that have no body, for which `Response` takes none. */
const bodiless = new Set([204, 205, 304])
/** The body handed on is decoded, so these say nothing true of it. */
const ofTheWire = ['content-encoding', 'content-length', 'transfer-encoding']

/** The answer with a body that fails past `maxBytes` decoded bytes; `explain` says what any other failure of reading means. */
export function cappedResponse(wire: WireResponse, options: { url: URL; maxBytes: number; explain(error: unknown): unknown }): Response {
  const headers = new Headers([...wire.headers])
  for (const name of ofTheWire) headers.delete(name)
  const body = wire.body && !bodiless.has(wire.status) ? cappedBody(wire.body.getReader(), options) : null
  const response = new Response(body, { status: wire.status, statusText: wire.statusText, headers })
  return Object.defineProperty(response, 'url', { value: options.url.href })
}

interface Reader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>
  cancel(reason?: unknown): Promise<void>
}

function cappedBody(reader: Reader, options: { maxBytes: number; explain(error: unknown): unknown }): ReadableStream<Uint8Array> {
  let size = 0
  const next = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await reader.read()
    if (done || !value) return undefined
    size += value.length
    if (size > options.maxBytes) throw egressError('too_large', 'The answer is larger than allowed.')
    return value
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const chunk = await next()
        if (chunk) controller.enqueue(chunk)
        else controller.close()
      } catch (error) {
        controller.error(options.explain(error))
        await reader.cancel().catch(() => undefined)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
