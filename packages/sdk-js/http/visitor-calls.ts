import type { CallTable } from './call-table.js'

/** What a visitor's page calls. */
export const visitorCalls = {
  'sessions.create': ['POST', '/v1/channels/sessions'],
  'sessions.current': ['GET', '/v1/channels/sessions/current'],
  'sessions.end': ['DELETE', '/v1/channels/sessions/current'],
  'conversations.create': ['POST', '/v1/conversations'],
  'conversations.list': ['GET', '/v1/conversations'],
  'messages.send': ['POST', '/v1/conversations/{conversationId}/messages'],
  'messages.list': ['GET', '/v1/conversations/{conversationId}/messages'],
  'messages.stop': ['POST', '/v1/conversations/{conversationId}/messages/{messageId}/stop'],
  'messages.retry': ['POST', '/v1/conversations/{conversationId}/messages/{messageId}/retry'],
  'realtime.ticket': ['POST', '/v1/realtime/tickets'],
  'widget.config': ['GET', '/v1/widgets/{creator}/config'],
} as const satisfies Partial<CallTable>
