import * as z from 'zod/mini'
import { defineEvents } from '../define-events.js'
import { receipt } from '../entities/receipt.js'

/** Ephemeral. A receipt is stored: the latest is in every subscribe reply. */
export const participantEvents = defineEvents({
  'receipt.updated': receipt,
  /** Somebody else writes, or stopped. It is over after `expiresInMs` unless it is said again. */
  typing: z.object({ participantId: z.string(), isTyping: z.boolean(), expiresInMs: z.number() }),
})
