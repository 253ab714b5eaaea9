import type { RouteClass } from '../domain/limits/rules-for.js'
import type { RouteName } from '../domain/policy/policy.js'

/** Which limits hold for each route. One that is missing here does not compile. */
const routeClasses: Record<RouteName, RouteClass> = {
  'auth.register': 'registration',
  'auth.acceptInvitation': 'registration',
  'auth.verifyEmail': 'registration',
  'auth.login': 'login',
  'auth.changePassword': 'login',
  'auth.requestPasswordReset': 'password-reset',
  'auth.resetPassword': 'password-reset',
  'auth.refresh': 'other',
  'auth.logout': 'other',
  'auth.me': 'read',
  'auth.signIns': 'read',
  'auth.endSignIn': 'other',
  'auth.verifyToken': 'read',
  'creators.profile': 'read',
  'creators.updateProfile': 'other',
  'creators.allowedDomains': 'read',
  'creators.setAllowedDomains': 'other',
  'creators.uploadLogo': 'upload',
  'creators.removeLogo': 'other',
  'creators.logo': 'read',
  'members.list': 'read',
  'members.invite': 'other',
  'members.setRole': 'other',
  'members.remove': 'other',
  'apiKeys.list': 'read',
  'apiKeys.create': 'other',
  'apiKeys.remove': 'other',
  'identity.get': 'read',
  'identity.update': 'other',
  'identity.createKey': 'other',
  'identity.removeKey': 'other',
  'audit.list': 'read',
  'audit.verify': 'other',
  // No credential is guessed here, and a school's visitors share one address: of an address they count as any other request.
  'sessions.create': 'other',
  'sessions.current': 'read',
  // Whoever wants to leave may, however many others do.
  'sessions.end': 'read',
  'conversations.create': 'other',
  'conversations.list': 'read',
  'conversations.get': 'read',
  'messages.send': 'chat',
  'messages.list': 'read',
  'messages.stop': 'other',
  'messages.retry': 'chat',
  'knowledge.upload': 'upload',
  'knowledge.list': 'read',
  'knowledge.status': 'read',
  'knowledge.remove': 'other',
  'knowledge.passage': 'read',
  'knowledge.search': 'read',
  'questions.unanswered': 'read',
  'questions.dismiss': 'other',
  'widget.config': 'read',
  'realtime.ticket': 'connect',
  'platform.creators': 'read',
  'platform.setCreator': 'other',
  'platform.accounts': 'read',
  'platform.setAccount': 'other',
  'platform.impersonate': 'other',
  'platform.endImpersonation': 'other',
  'health.get': 'read',
}
const classes = new Map<string, RouteClass>(Object.entries(routeClasses))

/** What is no route, such as a transport of realtime or a method nobody knows, counts for its address and user alone. */
export function routeClassOf(name: string): RouteClass {
  return classes.get(name) ?? 'read'
}
