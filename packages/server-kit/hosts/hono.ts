import type { CoachServer } from '../coach-server.js'

export { attachRealtime } from './node.js'

/** For `app.mount('/coach', toHono(coach))`, which strips the path itself. */
export function toHono(coach: CoachServer): (request: Request) => Promise<Response> {
  return (request) => coach.fetch(request)
}
