import { CoachError, type Handlers, type KeyScope, keyScope, memberRole, type Receipt, type Routes } from '@coachkit/contract'
import * as z from 'zod/mini'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { participantIdOf } from '../../domain/participant/participant-id.js'
import { scopeOfEvent } from '../../domain/policy/scope-of-event.js'
import type { Clock, LoggedEvent, Principal, RealtimeGateway, Storage } from '../../ports/index.js'
import { hashToken, newToken } from '../auth/index.js'
import { openConversation } from '../conversations/index.js'

const lifetimeMs = 60_000
/** What a creator's channel tells of: its documents, and what the people who answer have to know. */
const ofCreator: readonly KeyScope[] = ['knowledge:read', 'conversations:read']
const storedPrincipal = z.union([
  z.object({ kind: z.literal('visitor'), creatorId: z.uuid(), sessionId: z.uuid(), tokenHash: z.string() }),
  z.object({
    kind: z.literal('member'),
    creatorId: z.uuid(),
    memberId: z.string(),
    role: memberRole,
    signInId: z.optional(z.uuid()),
    isAdmin: z.optional(z.literal(true)),
  }),
  z.object({ kind: z.literal('member'), creatorId: z.uuid(), memberId: z.uuid(), role: z.literal('key'), scopes: z.array(keyScope) }),
])

/** Everybody but a key, which needs it written. */
function hasScope(principal: Principal, scope: KeyScope): boolean {
  return principal.kind === 'visitor' || principal.role !== 'key' || principal.scopes.includes(scope)
}

function mayFollowCreator(principal: Principal, { delivered }: { delivered?: boolean }): boolean {
  const may = (scope: KeyScope) => hasScope(principal, scope)
  return delivered ? ofCreator.every(may) : ofCreator.some(may)
}

/** Tickets for sockets, and what a connection may read. */
export function createRealtime(deps: {
  storage: Storage
  clock: Clock
  signTicket?: RealtimeGateway['signTicket'] | undefined
  /** Somebody else delivers: all who read a channel are told the same. */
  delivered?: boolean
}): {
  handlers: Handlers<Routes['realtime'], RequestContext>
  /** Whose it is, and when that credential ends, where it does by itself. */
  takeTicket(ticket: string): Promise<{ principal: Principal; endsAt?: Date } | undefined>
  /** One that was handed out; `undefined` when it is none. */
  readPrincipal(value: unknown): Principal | undefined
  mayRead(principal: Principal, channel: string): Promise<boolean>
  /** On a channel that it may read. */
  mayBeTold(principal: Principal, event: { type: string }): boolean
  readLog(input: {
    principal: Principal
    conversationId: string
    offset: number
    limit: number
  }): Promise<{ events: LoggedEvent[]; offset: number; epoch: string }>
  readStart(input: {
    principal: Principal
    conversationId: string
    offset: number
    limit: number
  }): Promise<{ events: LoggedEvent[]; offset: number; epoch: string; receipts: Receipt[] }>
} {
  return {
    handlers: {
      async ticket(_input, context) {
        const principal = principalOf(context)
        // What goes over a socket is not in the creator's log, so nobody looks at it in the creator's place.
        if (principal.kind === 'member' && principal.impersonationId !== undefined) throw new CoachError('AUTH_003')
        const until = new Date(deps.clock.now().getTime() + lifetimeMs)
        const signed = deps.signTicket?.({ principal, user: participantIdOf(principal), endsAt: until, liveUntil: until })
        if (signed !== undefined) return { ticket: signed, expiresAt: until.toISOString(), creatorId: principal.creatorId }
        const ticket = newToken('ckt')
        const expiresAt = await deps.storage.as({ creatorId: principal.creatorId }, (tx) =>
          tx.tickets.put({ ticketHash: hashToken(ticket), principal, lifetimeMs }),
        )
        return { ticket, expiresAt: expiresAt.toISOString(), creatorId: principal.creatorId }
      },
    },
    async takeTicket(ticket) {
      const taken = await deps.storage.as({ system: 'sign-in' }, (tx) => tx.tickets.take(hashToken(ticket)))
      // One of an earlier version is like one that expired.
      const principal = taken && storedPrincipal.safeParse(taken.principal).data
      return principal && { principal, ...(taken?.endsAt ? { endsAt: taken.endsAt } : {}) }
    },
    readPrincipal: (value) => storedPrincipal.safeParse(value).data,
    async mayRead(principal, channel) {
      const [kind, id = '', ...more] = channel.split(':')
      if (more.length > 0) return false
      if (kind === 'creator') return principal.kind === 'member' && principal.creatorId === id && mayFollowCreator(principal, deps)
      if (kind !== 'conversation' || !hasScope(principal, 'conversations:read') || !z.uuid().safeParse(id).success) return false
      try {
        await deps.storage.as({ creatorId: principal.creatorId }, (tx) => openConversation({ tx, principal, conversationId: id }))
        return true
      } catch (error) {
        if (CoachError.isInstance(error) && error.code === 'RESOURCE_001') return false
        throw error
      }
    },
    mayBeTold: (principal, event) => hasScope(principal, scopeOfEvent(event)),
    readLog({ principal, ...range }) {
      return deps.storage.as({ creatorId: principal.creatorId }, (tx) => tx.messages.eventsSince(range))
    },
    readStart({ principal, ...range }) {
      return deps.storage.as({ creatorId: principal.creatorId }, async (tx) => ({
        ...(await tx.messages.eventsSince(range)),
        receipts: await tx.participants.list(range.conversationId),
      }))
    },
  }
}
