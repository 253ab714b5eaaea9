import { randomUUID } from 'node:crypto'
import { type RouteDefinition, routes } from '@coachkit/contract'
import type { AttackedServer } from './attacked-server.js'

export interface RouteAddress {
  route: RouteDefinition
  /** With its placeholders filled: the attacker's own conversation, and ids of nobody. */
  path: string
  token: string | undefined
}

/** Every route of the contract that takes something, with the credential it asks for. */
export function mutatingRoutes({ server, visitor }: AttackedServer): RouteAddress[] {
  return Object.values(routes)
    .flatMap((group) => Object.values(group) as RouteDefinition[])
    .filter(({ method }) => method !== 'GET')
    .map((route) => ({ route, path: filled(route.path, visitor.conversationId), token: tokenFor(route, server.key, visitor.token) }))
}

function filled(path: string, conversationId: string): string {
  const values: Record<string, string> = { conversationId, documentId: `doc_${'0'.repeat(24)}`, creator: 'ana' }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? randomUUID())
}

function tokenFor({ audience }: RouteDefinition, key: string, visitorToken: string): string | undefined {
  if (audience === 'public') return undefined
  return audience === 'visitor' || audience === 'participant' ? visitorToken : key
}
