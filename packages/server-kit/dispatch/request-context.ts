import { CoachError, type Language } from '@coachkit/contract'
import type { Principal } from '../ports/index.js'

/** What a handler knows of its caller. The guard has run: `principal` fits the route's audience. */
export interface RequestContext {
  requestId: string
  /** The caller's own trace, as its headers tell it (W3C Trace Context). */
  trace?: Readonly<Record<string, string>>
  /** The caller's language, for messages. */
  language: Language
  /** Aborted when the caller leaves. */
  signal: AbortSignal
  /** The caller's program, as it calls itself. */
  device?: string
  /** Where the call comes from, as one key of many callers: never to be told, stored or logged whole. */
  address?: string
  /** The page it calls from, as its browser names it (the `Origin` header): absent where a program calls. */
  page?: string
  /** Absent only on public routes. */
  principal?: Principal
  /** Over a connection: whether it reads the conversation now, so that its right was checked lately. */
  reads?: (conversationId: string) => boolean
  /** A message that was counted as one to people: counts it as a question, before it is one. Throws RATE_001. */
  admitQuestion?: () => Promise<void>
  /** What the caller calls this request, of a route that is `idempotent`. */
  idempotencyKey?: string
  /** The bearer credential of a call to a public route, as it came: nobody has looked at it. */
  credential?: string
}

/** The caller of a route that is not public. */
export function principalOf(context: RequestContext): Principal {
  if (!context.principal) throw new CoachError('AUTH_001')
  return context.principal
}

/** The person who signed in: no API key, no visitor. */
export function signedInOf(context: RequestContext): { accountId: string; creatorId: string; signInId: string } {
  const principal = principalOf(context)
  if (principal.kind !== 'member' || principal.signInId === undefined) throw new CoachError('AUTH_003')
  return { accountId: principal.memberId, creatorId: principal.creatorId, signInId: principal.signInId }
}

/** The caller of a visitor's route. */
export function visitorOf(context: RequestContext): Extract<Principal, { kind: 'visitor' }> {
  const principal = principalOf(context)
  if (principal.kind !== 'visitor') throw new CoachError('AUTH_003')
  return principal
}
