import type { StreamResult } from '@coachkit/contract'
import type { Context } from 'hono'
import { AdapterError, type Logger } from '../ports/index.js'
import type { AppEnv } from './app-deps.js'

/** Less than any proxy's patience with a silent connection. */
const keepAliveMs = 15_000

interface StreamDeps extends StreamResult {
  logger: Logger
}

/** Pieces as server-sent events, each checked and sent when it is there, until they end or the reader leaves. */
export function eventStreamResponse(context: Context<AppEnv>, pieces: AsyncIterable<unknown>, { piece, headers, logger }: StreamDeps): Response {
  const iterator = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const requestId = context.get('requestId')
  let alive: NodeJS.Timeout | undefined
  let left = false
  const send = (controller: ReadableStreamDefaultController<Uint8Array>, text: string) => controller.enqueue(encoder.encode(text))
  const end = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    clearInterval(alive)
    send(controller, 'data: [DONE]\n\n')
    controller.close()
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      alive = setInterval(() => (controller.desiredSize ?? 0) > 0 && send(controller, ': \n\n'), keepAliveMs)
    },
    async pull(controller) {
      try {
        const next = await iterator.next()
        if (left) return
        if (next.done) end(controller)
        else send(controller, `data: ${JSON.stringify(piece.parse(next.value))}\n\n`)
      } catch (error) {
        clearInterval(alive)
        if (left) return
        logger.error('stream.failed', { requestId, reason: AdapterError.isInstance(error) ? `${error.adapter}.${error.code}` : 'unexpected' })
        // Without the end of the protocol, a reader knows that it was cut.
        controller.error(error)
      }
    },
    async cancel() {
      left = true
      clearInterval(alive)
      await iterator.return?.()
    },
  })
  for (const [name, value] of Object.entries(headers)) context.header(name, value)
  context.header('content-type', 'text/event-stream')
  context.header('x-accel-buffering', 'no')
  return context.body(body)
}
