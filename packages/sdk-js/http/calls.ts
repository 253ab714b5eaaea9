import type { BinaryResult, Routes } from '@coachkit/contract'

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

/** Method and path of every route but those that answer with a file, which have an address instead; the compiler holds each literal to the contract, so the schemas stay out of the bundle. */
export const calls = {
  ...visitorCalls,
  'messages.regenerate': ['POST', '/v1/conversations/{conversationId}/messages/{messageId}/regenerate'],
  'messages.edit': ['POST', '/v1/conversations/{conversationId}/messages/{messageId}/edit'],
  'participants.mark': ['POST', '/v1/conversations/{conversationId}/receipts'],
  'participants.typing': ['POST', '/v1/conversations/{conversationId}/typing'],
  'handover.request': ['POST', '/v1/conversations/{conversationId}/handover'],
  'auth.register': ['POST', '/v1/auth/register'],
  'auth.verifyEmail': ['POST', '/v1/auth/verify-email'],
  'auth.acceptInvitation': ['POST', '/v1/auth/accept-invitation'],
  'creators.profile': ['GET', '/v1/creators/profile'],
  'creators.updateProfile': ['PUT', '/v1/creators/profile'],
  'creators.allowedDomains': ['GET', '/v1/creators/allowed-domains'],
  'creators.setAllowedDomains': ['PUT', '/v1/creators/allowed-domains'],
  'creators.answering': ['GET', '/v1/creators/answering'],
  'creators.setAnswering': ['PUT', '/v1/creators/answering'],
  'creators.uploadLogo': ['POST', '/v1/creators/logo'],
  'creators.removeLogo': ['DELETE', '/v1/creators/logo'],
  'widget.settings': ['GET', '/v1/creators/widget/config'],
  'widget.updateSettings': ['PUT', '/v1/creators/widget/config'],
  'widget.embedCode': ['GET', '/v1/creators/widget/embed-code'],
  'members.list': ['GET', '/v1/creators/members'],
  'members.invite': ['POST', '/v1/creators/members'],
  'members.setRole': ['PATCH', '/v1/creators/members/{accountId}'],
  'members.remove': ['DELETE', '/v1/creators/members/{accountId}'],
  'apiKeys.list': ['GET', '/v1/creators/api-keys'],
  'apiKeys.create': ['POST', '/v1/creators/api-keys'],
  'apiKeys.remove': ['DELETE', '/v1/creators/api-keys/{keyId}'],
  'identity.get': ['GET', '/v1/creators/identity'],
  'identity.update': ['PUT', '/v1/creators/identity'],
  'identity.createKey': ['POST', '/v1/creators/identity/keys'],
  'identity.removeKey': ['DELETE', '/v1/creators/identity/keys/{identityKeyId}'],
  'audit.list': ['GET', '/v1/creators/audit'],
  'audit.verify': ['GET', '/v1/creators/audit/verification'],
  'auth.login': ['POST', '/v1/auth/login'],
  'auth.refresh': ['POST', '/v1/auth/refresh'],
  'auth.logout': ['POST', '/v1/auth/logout'],
  'auth.me': ['GET', '/v1/auth/me'],
  'auth.verifyToken': ['POST', '/v1/auth/verify-token'],
  'auth.requestPasswordReset': ['POST', '/v1/auth/password-reset/request'],
  'auth.resetPassword': ['POST', '/v1/auth/password-reset/confirm'],
  'auth.changePassword': ['POST', '/v1/auth/password'],
  'auth.signIns': ['GET', '/v1/auth/sessions'],
  'auth.endSignIn': ['DELETE', '/v1/auth/sessions/{signInId}'],
  'messages.reply': ['POST', '/v1/conversations/{conversationId}/replies'],
  'handover.accept': ['POST', '/v1/conversations/{conversationId}/handover/accept'],
  'handover.release': ['POST', '/v1/conversations/{conversationId}/handover/release'],
  'handover.settings': ['GET', '/v1/creators/handover'],
  'handover.updateSettings': ['PUT', '/v1/creators/handover'],
  'conversations.get': ['GET', '/v1/conversations/{conversationId}'],
  'persona.get': ['GET', '/v1/creators/persona'],
  'persona.set': ['PUT', '/v1/creators/persona'],
  'usage.get': ['GET', '/v1/usage'],
  'usage.conversation': ['GET', '/v1/conversations/{conversationId}/usage'],
  'knowledge.upload': ['POST', '/v1/creators/knowledge/upload'],
  'knowledge.list': ['GET', '/v1/creators/knowledge/documents'],
  'knowledge.status': ['GET', '/v1/creators/knowledge/documents/{documentId}/status'],
  'knowledge.replace': ['PUT', '/v1/creators/knowledge/documents/{documentId}'],
  'knowledge.retry': ['POST', '/v1/creators/knowledge/documents/{documentId}/retry'],
  'knowledge.reprocess': ['POST', '/v1/creators/knowledge/documents/{documentId}/reprocess'],
  'knowledge.cancel': ['POST', '/v1/creators/knowledge/documents/{documentId}/cancel'],
  'knowledge.preview': ['GET', '/v1/creators/knowledge/documents/{documentId}/preview'],
  'knowledge.statistics': ['GET', '/v1/creators/knowledge/documents/{documentId}/statistics'],
  'knowledge.remove': ['DELETE', '/v1/creators/knowledge/documents/{documentId}'],
  'knowledge.passage': ['GET', '/v1/creators/knowledge/passages/{chunkId}'],
  'knowledge.search': ['GET', '/v1/knowledge/search'],
  'knowledge.embeddings': ['GET', '/v1/knowledge/embeddings'],
  'knowledge.updateEmbeddings': ['POST', '/v1/knowledge/embeddings'],
  'knowledge.unembedded': ['GET', '/v1/knowledge/embeddings/missing'],
  'knowledge.storeVectors': ['PUT', '/v1/knowledge/embeddings'],
  'websites.add': ['POST', '/v1/knowledge/websites'],
  'websites.list': ['GET', '/v1/knowledge/websites'],
  'websites.get': ['GET', '/v1/knowledge/websites/{websiteId}'],
  'websites.pages': ['GET', '/v1/knowledge/websites/{websiteId}/pages'],
  'websites.refresh': ['POST', '/v1/knowledge/websites/{websiteId}/refresh'],
  'websites.remove': ['DELETE', '/v1/knowledge/websites/{websiteId}'],
  'questions.unanswered': ['GET', '/v1/creators/questions/unanswered'],
  'questions.dismiss': ['DELETE', '/v1/creators/questions/unanswered/{questionId}'],
  'platform.creators': ['GET', '/v1/admin/creators'],
  'platform.setCreator': ['PATCH', '/v1/admin/creators/{creatorId}'],
  'platform.accounts': ['GET', '/v1/admin/accounts'],
  'platform.setAccount': ['PATCH', '/v1/admin/accounts/{accountId}'],
  'platform.impersonate': ['POST', '/v1/admin/impersonations'],
  'platform.endImpersonation': ['DELETE', '/v1/admin/impersonations/{impersonationId}'],
  'health.get': ['GET', '/v1/health'],
} as const satisfies CallTable

export type Calls = Partial<Record<RouteKey, readonly [method: string, path: string]>>
type CallTable = {
  [Key in RouteKey]: readonly [RouteOf<Key>['method'], RouteOf<Key>['path']]
}
export type RouteKey = { [Noun in keyof Routes & string]: `${Noun}.${CalledName<Routes[Noun]>}` }[keyof Routes & string]
type CalledName<Group> = { [Name in keyof Group & string]: Group[Name] extends { result: BinaryResult } ? never : Name }[keyof Group & string]
export type RouteOf<Key extends RouteKey> = Key extends `${infer Noun}.${infer Name}`
  ? Noun extends keyof Routes
    ? Name extends keyof Routes[Noun]
      ? Routes[Noun][Name] extends infer Route extends import('@coachkit/contract').RouteDefinition
        ? Route
        : never
      : never
    : never
  : never
