import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CoachServer } from '../coach-server.js'
import { toNodeHandler } from './node.js'

export { attachRealtime } from './node.js'

interface FastifyReply {
  hijack(): unknown
  raw: ServerResponse
}
type Answer = (request: { raw: IncomingMessage }, reply: FastifyReply) => void
interface FastifyScope {
  prefix: string
  removeAllContentTypeParsers(): void
  addContentTypeParser(type: string, parser: (request: unknown, payload: unknown, done: (error: null) => void) => void): unknown
  setErrorHandler(handler: (error: { code?: string }, ...given: Parameters<Answer>) => void): unknown
  all(path: string, handler: Answer): unknown
}

/** A plugin for `app.register(toFastify(coach), { prefix: '/coach' })`. */
export function toFastify(coach: CoachServer): (scope: FastifyScope) => Promise<void> {
  return async (scope) => {
    const handle = toNodeHandler(coach, { mountPath: scope.prefix })
    // The kit reads bodies itself, within its own caps; only inside this plugin's scope.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const answer: Answer = (request, reply) => {
      reply.hijack()
      handle(request.raw, reply.raw)
    }
    scope.all('/*', answer)
    // Fastify refuses a content type it cannot read by itself; here the kit does. Other errors are of the host's hooks.
    scope.setErrorHandler((error, request, reply) => {
      if (error.code !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE') throw error
      answer(request, reply)
    })
  }
}
