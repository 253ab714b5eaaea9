import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { conversation } from '../entities/conversation.js'
import { handoverSettings } from '../entities/handover-settings.js'
import { id } from '../fields.js'

const params = z.object({ conversationId: id })

/** A conversation on its way from the coach to a person and back. */
export const handover = {
  request: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/handover',
    audience: 'participant',
    summary: 'Ask for a person. The coach goes on until one accepts. Again, it changes nothing; where only the coach answers (`ai`), it is refused.',
    params,
    result: conversation,
    errors: ['RESOURCE_001', 'CONFLICT_001'],
  }),
  accept: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/handover/accept',
    audience: 'member',
    summary:
      'Take the conversation, asked for or not: the coach is silent until it is released. An answer being written ends. Refused while another person has it.',
    params,
    result: conversation,
    errors: ['RESOURCE_001', 'CONFLICT_001'],
  }),
  release: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/handover/release',
    audience: 'member',
    summary: 'Give the conversation back to the coach, or where there is none, to whoever accepts next.',
    params,
    result: conversation,
    errors: ['RESOURCE_001'],
  }),
  settings: defineRoute({
    method: 'GET',
    path: '/v1/creators/handover',
    audience: 'member',
    summary: "Who answers the creator's visitors, and when the coach asks for a person.",
    result: handoverSettings,
    errors: [],
  }),
  updateSettings: defineRoute({
    method: 'PUT',
    path: '/v1/creators/handover',
    audience: 'member',
    summary: 'Say who answers, and when the coach asks for a person; what is left out stays.',
    body: z.partial(handoverSettings),
    result: handoverSettings,
    errors: ['VAL_001'],
  }),
}
