import * as z from 'zod/mini'
import { defineEvents } from '../define-events.js'
import { conversation } from '../entities/conversation.js'

export const conversationEvents = defineEvents({
  'conversation.updated': z.object({ conversation }),
})
