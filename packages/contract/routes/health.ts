import { defineRoute } from '../define-route.js'
import { health as healthEntity } from '../entities/health.js'

export const health = {
  get: defineRoute({
    method: 'GET',
    path: '/v1/health',
    audience: 'public',
    summary: 'Whether the server works, and which model answers. 503 from the moment it begins to stop.',
    result: healthEntity,
    errors: ['SYS_003'],
  }),
}
