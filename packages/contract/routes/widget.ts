import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { widgetConfig } from '../entities/widget-config.js'
import { slug } from '../fields.js'

export const widget = {
  config: defineRoute({
    method: 'GET',
    path: '/v1/widgets/{creator}/config',
    audience: 'public',
    summary: 'The presentational configuration of a creator’s widget.',
    params: z.object({ creator: slug }),
    result: widgetConfig,
    cacheSeconds: 60,
    errors: ['CREATOR_001', 'CREATOR_003'],
  }),
}
