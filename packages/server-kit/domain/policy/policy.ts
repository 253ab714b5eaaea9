import type { KeyScope, MemberRole, Routes } from '@coachkit/contract'

/** Who a caller is to a creator. `key`: one of the creator's own servers. `admin`: one of the platform's own people, beside what they are to a creator. */
export type Role = 'visitor' | 'key' | 'admin' | MemberRole
export type RouteName = { [Noun in keyof Routes & string]: `${Noun}.${keyof Routes[Noun] & string}` }[keyof Routes & string]

const everyone = 'everyone'
const signedIn = ['owner', 'support', 'viewer'] as const
const readers = [...signedIn, 'key'] as const
const assistants = ['owner', 'support', 'key'] as const
const participants = ['visitor', ...assistants] as const

/** Who may call which route; nobody else may. A route that is not listed does not compile. */
export const policy: Readonly<Record<RouteName, readonly Role[] | typeof everyone>> = {
  'auth.register': everyone,
  'auth.verifyEmail': everyone,
  'auth.acceptInvitation': everyone,
  'auth.login': everyone,
  'creators.profile': readers,
  'creators.updateProfile': ['owner'],
  'persona.get': readers,
  'persona.set': ['owner'],
  'creators.allowedDomains': signedIn,
  'creators.setAllowedDomains': ['owner'],
  'creators.answering': signedIn,
  'creators.setAnswering': ['owner'],
  'creators.uploadLogo': ['owner'],
  'creators.removeLogo': ['owner'],
  'creators.logo': everyone,
  'members.list': signedIn,
  'members.invite': ['owner'],
  'members.setRole': ['owner'],
  'members.remove': ['owner'],
  'apiKeys.list': ['owner'],
  'apiKeys.create': ['owner'],
  'apiKeys.remove': ['owner'],
  'identity.get': ['owner'],
  'identity.update': ['owner'],
  'identity.createKey': ['owner'],
  'identity.removeKey': ['owner'],
  'audit.list': ['owner'],
  'audit.verify': ['owner'],
  'auth.refresh': everyone,
  'auth.requestPasswordReset': everyone,
  'auth.resetPassword': everyone,
  'auth.logout': signedIn,
  'auth.me': signedIn,
  'auth.changePassword': signedIn,
  'auth.signIns': signedIn,
  'auth.endSignIn': signedIn,
  'auth.verifyToken': readers,
  'sessions.create': everyone,
  'sessions.current': ['visitor'],
  'sessions.end': ['visitor'],
  'conversations.create': ['visitor'],
  'conversations.list': ['visitor', ...readers],
  'conversations.get': ['visitor', ...readers],
  'messages.list': ['visitor', ...readers],
  'messages.send': participants,
  'messages.stop': participants,
  'messages.retry': participants,
  'messages.regenerate': participants,
  'messages.edit': ['visitor'],
  'participants.mark': participants,
  'participants.typing': participants,
  'messages.reply': assistants,
  'handover.request': participants,
  'handover.accept': assistants,
  'handover.release': assistants,
  'handover.settings': signedIn,
  'handover.updateSettings': ['owner'],
  'knowledge.upload': ['owner', 'key'],
  'knowledge.replace': ['owner', 'key'],
  'knowledge.retry': ['owner', 'key'],
  'knowledge.reprocess': ['owner', 'key'],
  'knowledge.cancel': ['owner', 'key'],
  'knowledge.remove': ['owner', 'key'],
  'knowledge.list': readers,
  'knowledge.status': readers,
  'knowledge.preview': readers,
  'knowledge.statistics': readers,
  'knowledge.passage': ['visitor', ...readers],
  'knowledge.search': readers,
  'knowledge.embeddings': readers,
  'knowledge.updateEmbeddings': ['owner', 'key'],
  'knowledge.unembedded': ['owner', 'key'],
  'knowledge.storeVectors': ['owner', 'key'],
  'websites.add': ['owner', 'key'],
  'websites.refresh': ['owner', 'key'],
  'websites.remove': ['owner', 'key'],
  'websites.list': readers,
  'websites.get': readers,
  'websites.pages': readers,
  'questions.unanswered': readers,
  'questions.dismiss': assistants,
  'usage.get': readers,
  'usage.conversation': readers,
  'widget.config': everyone,
  'widget.settings': readers,
  'widget.updateSettings': ['owner'],
  'widget.embedCode': readers,
  'realtime.ticket': ['visitor', ...readers],
  'platform.creators': ['admin'],
  'platform.setCreator': ['admin'],
  'platform.accounts': ['admin'],
  'platform.setAccount': ['admin'],
  'platform.impersonate': ['admin'],
  'platform.endImpersonation': ['admin'],
  'health.get': everyone,
}

/** What a key must be allowed for the routes that it may call at all. */
const scopes: Readonly<Partial<Record<RouteName, KeyScope>>> = {
  'creators.profile': 'profile:read',
  'widget.settings': 'profile:read',
  'widget.embedCode': 'profile:read',
  'conversations.list': 'conversations:read',
  'conversations.get': 'conversations:read',
  'messages.reply': 'conversations:write',
  'handover.request': 'conversations:write',
  'handover.accept': 'conversations:write',
  'handover.release': 'conversations:write',
  'messages.list': 'conversations:read',
  'messages.send': 'conversations:write',
  'messages.stop': 'conversations:write',
  'messages.retry': 'conversations:write',
  'messages.regenerate': 'conversations:write',
  'participants.mark': 'conversations:write',
  'participants.typing': 'conversations:write',
  'knowledge.upload': 'knowledge:write',
  'knowledge.replace': 'knowledge:write',
  'knowledge.retry': 'knowledge:write',
  'knowledge.reprocess': 'knowledge:write',
  'knowledge.cancel': 'knowledge:write',
  'knowledge.remove': 'knowledge:write',
  'knowledge.list': 'knowledge:read',
  'knowledge.status': 'knowledge:read',
  'knowledge.preview': 'knowledge:read',
  'knowledge.statistics': 'knowledge:read',
  'knowledge.passage': 'knowledge:read',
  'knowledge.search': 'knowledge:read',
  'knowledge.embeddings': 'knowledge:read',
  'knowledge.updateEmbeddings': 'knowledge:write',
  'knowledge.unembedded': 'knowledge:write',
  'knowledge.storeVectors': 'knowledge:write',
  'websites.add': 'knowledge:write',
  'websites.refresh': 'knowledge:write',
  'websites.remove': 'knowledge:write',
  'websites.list': 'knowledge:read',
  'websites.get': 'knowledge:read',
  'websites.pages': 'knowledge:read',
  'questions.unanswered': 'conversations:read',
  'questions.dismiss': 'conversations:write',
  'persona.get': 'profile:read',
  'usage.get': 'usage:read',
  'usage.conversation': 'usage:read',
}

/** The scope a key needs for a route; `undefined`: none. */
export function scopeOf(route: RouteName): KeyScope | undefined {
  return scopes[route]
}

/** Every role there is, in the order of the published matrix. */
export const roles: readonly Role[] = ['visitor', 'viewer', 'support', 'owner', 'key', 'admin']

/** Whether the route takes callers who say nothing of themselves. */
export function isPublic(route: RouteName): boolean {
  return policy[route] === everyone
}

export function mayCall(route: RouteName, role: Role): boolean {
  const allowed = policy[route]
  return allowed === everyone || allowed.includes(role)
}
