import * as z from 'zod/mini'
import { defineEvents } from '../define-events.js'
import { message } from '../entities/message.js'
import { id } from '../fields.js'

/** Durable: they carry an offset and are replayed. An answer's `message.created` has status `pending`; the last of them says how it ended. */
export const durableMessageEvents = defineEvents({
  'message.created': z.object({ message }),
  'message.completed': z.object({ message }),
  'message.failed': z.object({ message }),
  /** Put away, with `archivedAt`; and brought back. */
  'message.archived': z.object({ message }),
  'message.restored': z.object({ message }),
})

/** Ephemeral: no offset. `index` counts UTF-16 units of the answer before `text`, so a repeat or a gap shows. */
export const ephemeralMessageEvents = defineEvents({
  'message.started': z.object({ messageId: id }),
  'message.delta': z.object({ messageId: id, index: z.number(), text: z.string() }),
  /** Something is looked up for an answer, and was: never with what is asked or found. `label`: how the host calls it, in the answer's language. */
  'tool.started': z.object({ messageId: id, callId: z.string(), name: z.string(), label: z.optional(z.string()) }),
  'tool.finished': z.object({ messageId: id, callId: z.string(), name: z.string(), ok: z.boolean() }),
})
