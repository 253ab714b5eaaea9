import * as z from 'zod/mini'
import { defineEvents } from '../define-events.js'
import { document } from '../entities/document.js'
import { documentId } from '../fields.js'

/** On `creator:<id>`, to members only; the latest state can always be read over HTTP. */
export const documentEvents = defineEvents({
  'document.processing': z.object({ document }),
  'document.ready': z.object({ document }),
  'document.failed': z.object({ document }),
  'document.removed': z.object({ documentId }),
})
