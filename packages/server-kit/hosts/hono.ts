import type { CoachServer } from '../coach-server.js'
import { peerOf } from './peer-of.js'

export { attachRealtime } from './node.js'

/** For `app.mount('/coach', toHono(coach))`, which strips the path itself and passes on what its runtime knows of the connection. */
export function toHono(coach: CoachServer): (request: Request, env?: unknown) => Promise<Response> {
  return (request, env) => coach.fetch(request, { peer: peerOf(env) })
}
