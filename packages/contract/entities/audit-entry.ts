import * as z from 'zod/mini'
import { instant } from '../fields.js'

/** What somebody did. Each entry's `hash` covers the one before it, so that none can be changed or left out unseen. */
export const auditEntry = z.object({
  /** From 1, without gaps. */
  position: z.number(),
  at: instant,
  /** `account:<id>`, `key:<id>`, `support:<account id>` and `admin:<account id>` (the platform's people) or `system`. */
  actor: z.string(),
  action: z.string(),
  /** What it was done to, such as `member:<id>`. */
  subject: z.string(),
  details: z.record(z.string(), z.string()),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntry>
