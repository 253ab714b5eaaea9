import * as z from 'zod/mini'
import { defineEvents } from '../define-events.js'
import { conversation } from '../entities/conversation.js'
import { id } from '../fields.js'

/** Durable. A person was asked for, has it now, or gave it back; `conversation.updated`: anything else of it changed. */
export const conversationEvents = defineEvents({
  'conversation.updated': z.object({ conversation }),
  'handover.requested': z.object({ conversation }),
  'handover.accepted': z.object({ conversation }),
  'handover.released': z.object({ conversation }),
})

/** On `creator:<id>`, without offset, beside those of the conversation (which come without their title there): a message that only a person will answer. */
export const inboxEvents = defineEvents({
  'message.waiting': z.object({ conversationId: id, offset: z.number() }),
})
