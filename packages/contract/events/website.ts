import * as z from 'zod/mini'
import { defineEvents } from '../define-events.js'
import { website } from '../entities/website.js'
import { id } from '../fields.js'

/** On `creator:<id>`, to members only; the latest state can always be read over HTTP. `website.reading`: a reading was asked for, began, or came a page further. */
export const websiteEvents = defineEvents({
  'website.reading': z.object({ website }),
  'website.ready': z.object({ website }),
  'website.failed': z.object({ website }),
  'website.removed': z.object({ websiteId: id }),
})
