import type { Routes } from '@coachkit/contract'
import type { RouteClass } from '../domain/limits/rules-for.js'

type RouteName = { [Noun in keyof Routes]: `${Noun}.${keyof Routes[Noun] & string}` }[keyof Routes]

/** Which limits hold for each route. One that is missing here does not compile. */
const routeClasses: Record<RouteName, RouteClass> = {
  // No credential is guessed here, and a school's visitors share one address: of an address they count as any other request.
  'sessions.create': 'other',
  'sessions.current': 'read',
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
  'widget.config': 'read',
  'realtime.ticket': 'connect',
  'health.get': 'read',
}
const classes = new Map<string, RouteClass>(Object.entries(routeClasses))

/** What is no route, such as a transport of realtime or a method nobody knows, counts for its address and user alone. */
export function routeClassOf(name: string): RouteClass {
  return classes.get(name) ?? 'read'
}
