import { CoachError, type Language } from '@coachkit/contract'
import type { Principal } from '../ports/index.js'

/** What a handler knows of its caller. The guard has run: `principal` fits the route's audience. */
export interface RequestContext {
  requestId: string
  /** The caller's language, for messages. */
  language: Language
  /** Aborted when the caller leaves. */
  signal: AbortSignal
  /** Absent only on public routes. */
  principal?: Principal
}

/** The caller of a route that is not public. */
export function principalOf(context: RequestContext): Principal {
  if (!context.principal) throw new CoachError('AUTH_001')
  return context.principal
}

/** The caller of a visitor's route. */
export function visitorOf(context: RequestContext): Extract<Principal, { kind: 'visitor' }> {
  const principal = principalOf(context)
  if (principal.kind !== 'visitor') throw new CoachError('AUTH_003')
  return principal
}
