import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { auditEntry } from '../entities/audit-entry.js'
import { pageOf, pageQuery } from '../fields.js'

export const audit = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/creators/audit',
    audience: 'member',
    summary: 'What was done in the name of the creator, newest first.',
    query: pageQuery,
    result: pageOf(auditEntry),
    errors: ['VAL_001'],
  }),
  verify: defineRoute({
    method: 'GET',
    path: '/v1/creators/audit/verification',
    audience: 'member',
    summary: 'Whether the audit log is whole; `brokenAt` is the first entry that was changed or follows a gap.',
    result: z.object({ entries: z.number(), intact: z.boolean(), brokenAt: z.optional(z.number()) }),
    errors: [],
  }),
}
