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
export function mutatingRoutes({ server, visitor, person }: AttackedServer): RouteAddress[] {
  return (
    Object.values(routes)
      .flatMap((group) => Object.values(group) as RouteDefinition[])
      .filter(({ method }) => method !== 'GET')
      .map((route) => ({
        route,
        path: filled(route.path, visitor.conversationId),
        token: tokenFor(route, { key: server.key, visitor: visitor.token, person }),
      }))
      // They would end the credential that the others are called with.
      .filter(({ route }) => route !== routes.auth.logout && route !== routes.sessions.end)
  )
}

function filled(path: string, conversationId: string): string {
  const values: Record<string, string> = { conversationId, documentId: `doc_${'0'.repeat(24)}`, creator: 'ana' }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? randomUUID())
}

function tokenFor({ audience, path }: RouteDefinition, tokens: { key: string; visitor: string; person: string }): string | undefined {
  if (audience === 'public') return undefined
  if (audience === 'visitor' || audience === 'participant') return tokens.visitor
  return path.startsWith('/v1/creators/knowledge/') ? tokens.key : tokens.person
}
