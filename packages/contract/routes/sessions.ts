import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { session } from '../entities/session.js'
import { widgetConfig } from '../entities/widget-config.js'
import { slug } from '../fields.js'

export const sessions = {
  create: defineRoute({
    method: 'POST',
    path: '/v1/channels/sessions',
    audience: 'public',
    summary: 'Start an anonymous visitor session with a creator. The token is shown once.',
    body: z.strictObject({ creator: slug }),
    result: z.object({ session, token: z.string(), config: widgetConfig }),
    status: 201,
    errors: ['CREATOR_001', 'CREATOR_003', 'VAL_001'],
  }),
  current: defineRoute({
    method: 'GET',
    path: '/v1/channels/sessions/current',
    audience: 'visitor',
    summary: 'The session of the token, with the widget configuration of its creator.',
    result: z.object({ session, config: widgetConfig }),
    errors: [],
  }),
}
