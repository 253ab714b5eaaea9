import type { MemberRole, Routes } from '@coachkit/contract'

/** Who a caller is to a creator. `key`: one of the creator's own servers. */
export type Role = 'visitor' | 'key' | MemberRole
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
  'auth.login': everyone,
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
  'conversations.create': ['visitor'],
  'conversations.list': ['visitor'],
  'conversations.get': ['visitor', ...readers],
  'messages.list': ['visitor', ...readers],
  'messages.send': participants,
  'messages.stop': participants,
  'messages.retry': participants,
  'knowledge.upload': ['owner', 'key'],
  'knowledge.remove': ['owner', 'key'],
  'knowledge.list': readers,
  'knowledge.status': readers,
  'knowledge.passage': ['visitor', ...readers],
  'widget.config': everyone,
  'realtime.ticket': ['visitor', ...readers],
  'health.get': everyone,
}

/** Every role there is, in the order of the published matrix. */
export const roles: readonly Role[] = ['visitor', 'viewer', 'support', 'owner', 'key']

/** Whether the route takes callers who say nothing of themselves. */
export function isPublic(route: RouteName): boolean {
  return policy[route] === everyone
}

export function mayCall(route: RouteName, role: Role): boolean {
  const allowed = policy[route]
  return allowed === everyone || allowed.includes(role)
}
