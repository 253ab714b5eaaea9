import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { creatorWidget, creatorWidgetChange, widgetConfig } from '../entities/widget-config.js'
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
  settings: defineRoute({
    method: 'GET',
    path: '/v1/creators/widget/config',
    audience: 'member',
    summary: 'All settings of the creator’s widget.',
    result: creatorWidget,
    errors: [],
  }),
  updateSettings: defineRoute({
    method: 'PUT',
    path: '/v1/creators/widget/config',
    audience: 'member',
    summary: 'Change what is given of the widget’s settings and leave the rest.',
    body: creatorWidgetChange,
    result: creatorWidget,
    errors: ['VAL_001'],
  }),
  embedCode: defineRoute({
    method: 'GET',
    path: '/v1/creators/widget/embed-code',
    audience: 'member',
    summary:
      'What to paste into a page: `code` for pages that allow modules, `classic` for site builders that do not. ' +
      'With `version=fixed` the script’s name and `integrity` say exactly which; by itself it stays up to date.',
    query: z.strictObject({
      /** Where visitors reach the server, with its mount path. */
      baseUrl: z.url({ protocol: /^https?$/ }).check(z.maxLength(300)),
      version: z._default(z.enum(['latest', 'fixed']), 'latest'),
    }),
    result: z.object({ code: z.string(), classic: z.string() }),
    errors: ['VAL_001', 'RESOURCE_001'],
  }),
}
