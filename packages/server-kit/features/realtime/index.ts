import { CoachError, type Handlers, memberRole, type Routes } from '@coachkit/contract'
import * as z from 'zod/mini'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { Clock, LoggedEvent, Principal, Storage } from '../../ports/index.js'
import { hashToken, newToken } from '../auth/index.js'
import { openConversation } from '../conversations/index.js'

const ticketSeconds = 60
const storedPrincipal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('visitor'), creatorId: z.uuid(), sessionId: z.uuid() }),
  z.object({
    kind: z.literal('member'),
    creatorId: z.uuid(),
    memberId: z.uuid(),
    role: z.enum(['key', ...memberRole.options]),
    signInId: z.optional(z.uuid()),
  }),
])

/** Tickets for sockets, and what a connection may read. */
export function createRealtime(deps: { storage: Storage; clock: Clock }): {
  handlers: Handlers<Routes['realtime'], RequestContext>
  takeTicket(ticket: string): Promise<Principal | undefined>
  mayRead(principal: Principal, channel: string): Promise<boolean>
  readLog(input: {
    principal: Principal
    conversationId: string
    offset: number
    limit: number
  }): Promise<{ events: LoggedEvent[]; offset: number; epoch: string }>
} {
  return {
    handlers: {
      async ticket(_input, context) {
        const principal = principalOf(context)
        const ticket = newToken('ckt')
        const expiresAt = new Date(deps.clock.now().getTime() + ticketSeconds * 1000)
        await deps.storage.as({ creatorId: principal.creatorId }, (tx) => tx.tickets.put({ ticketHash: hashToken(ticket), principal, expiresAt }))
        return { ticket, expiresAt: expiresAt.toISOString(), creatorId: principal.creatorId }
      },
    },
    async takeTicket(ticket) {
      const taken = await deps.storage.as({ system: 'sign-in' }, (tx) => tx.tickets.take(hashToken(ticket)))
      return taken && storedPrincipal.parse(taken.principal)
    },
    async mayRead(principal, channel) {
      const [kind, id = '', ...more] = channel.split(':')
      if (more.length > 0) return false
      if (kind === 'creator') return principal.kind === 'member' && principal.creatorId === id
      if (kind !== 'conversation' || !z.uuid().safeParse(id).success) return false
      try {
        await deps.storage.as({ creatorId: principal.creatorId }, (tx) => openConversation({ tx, principal, conversationId: id }))
        return true
      } catch (error) {
        if (CoachError.isInstance(error) && error.code === 'RESOURCE_001') return false
        throw error
      }
    },
    readLog({ principal, ...range }) {
      return deps.storage.as({ creatorId: principal.creatorId }, (tx) => tx.messages.eventsSince(range))
    },
  }
}
