import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-deps.js'

const mostBytes = 64 * 1024 * 1024
const mostMs = 30_000

/** Reads away what a refusal left of a body: its sender then sees the answer, and the connection can carry the next request. */
export function drainBody(): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    await next()
    const { body } = context.req.raw
    if (!body || body.locked) return
    const isHopeless = Number(context.req.header('content-length') ?? 0) > 2 * mostBytes
    if (isHopeless || !(await drain(body))) context.header('connection', 'close')
  }
}

/** Whether the end was reached, or the sender left. */
async function drain(body: ReadableStream<Uint8Array>): Promise<boolean> {
  const reader = body.getReader()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, mostMs, undefined)
  })
  try {
    for (let left = mostBytes; left >= 0; ) {
      const piece = await Promise.race([reader.read(), late])
      if (!piece) return false
      if (piece.done) return true
      left -= piece.value.length
    }
    return false
  } catch {
    return true
  } finally {
    clearTimeout(timer)
    reader.releaseLock()
  }
}
