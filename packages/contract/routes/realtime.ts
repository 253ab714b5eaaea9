import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { id, instant } from '../fields.js'

export const realtime = {
  ticket: defineRoute({
    method: 'POST',
    path: '/v1/realtime/tickets',
    audience: 'participant',
    summary: 'A single-use ticket of at most 60 s, for `connect.token` on a socket.',
    result: z.object({ ticket: z.string(), expiresAt: instant, creatorId: id }),
    status: 201,
    errors: [],
  }),
}
