import type { CallTable } from './call-table.js'

/** What a visitor's page calls once it has more to do than ask. */
export const laterCalls = {
  'messages.regenerate': ['POST', '/v1/conversations/{conversationId}/messages/{messageId}/regenerate'],
  'messages.edit': ['POST', '/v1/conversations/{conversationId}/messages/{messageId}/edit'],
  'participants.mark': ['POST', '/v1/conversations/{conversationId}/receipts'],
  'handover.request': ['POST', '/v1/conversations/{conversationId}/handover'],
  'attachments.upload': ['POST', '/v1/conversations/{conversationId}/attachments'],
  'attachments.download': ['GET', '/v1/conversations/{conversationId}/attachments/{attachmentId}'],
  'feedback.give': ['PUT', '/v1/conversations/{conversationId}/messages/{messageId}/feedback'],
  'feedback.remove': ['DELETE', '/v1/conversations/{conversationId}/messages/{messageId}/feedback'],
} as const satisfies Partial<CallTable>
