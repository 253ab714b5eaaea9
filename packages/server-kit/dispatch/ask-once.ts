import { createHash } from 'node:crypto'
import { CoachError } from '@coachkit/contract'
import * as z from 'zod/mini'
import { participantIdOf } from '../domain/participant/participant-id.js'
import type { Clock, Logger, Principal, SecretPlace, Secrets, Storage } from '../ports/index.js'

interface Asked {
  principal: Principal
  /** What the caller calls this request. */
  key: string
  /** All that was asked for, parsed, so that how it was written does not matter. */
  request: unknown
}
/** Does what is asked for, or answers as it did before. */
export type AskOnce = (asked: Asked, work: () => Promise<unknown>) => Promise<unknown>

const keptMs = 86_400_000
const stored = z.object({ answer: z.unknown() })

/**
 * One effect a key, for a day. While the first is worked on, and for good where its instance died before it could say how it went, a repeat
 * is refused: nobody knows what became of it, and doing it twice is what the caller wanted to avoid.
 */
export function createAskOnce({ storage, secrets, clock, logger }: { storage: Storage; secrets: Secrets; clock: Clock; logger: Logger }): AskOnce {
  return async ({ principal, key, request }, work) => {
    const { creatorId } = principal
    const place = { caller: callerOf(principal), keyHash: hashOf(key) }
    const sealedAt: SecretPlace = { creatorId, table: 'idempotent_requests', column: 'sealed_answer', row: `${place.caller} ${place.keyHash}` }
    const requestHash = hashOf(JSON.stringify(request))
    const expiresAt = new Date(clock.now().getTime() + keptMs)
    const known = await storage.as({ creatorId }, (tx) => tx.idempotentRequests.begin({ ...place, requestHash, expiresAt }))
    if (known) {
      if (known.requestHash !== requestHash) throw new CoachError('idempotency_conflict')
      if (known.sealedAnswer === undefined) throw new CoachError('idempotency_pending', { retryAfterMs: 1000 })
      return stored.parse(JSON.parse(new TextDecoder().decode(await secrets.open(known.sealedAnswer, sealedAt)))).answer
    }
    const answer = await work().catch(async (error: unknown) => {
      await storage.as({ creatorId }, (tx) => tx.idempotentRequests.forget(place))
      throw error
    })
    try {
      const sealedAnswer = await secrets.seal(new TextEncoder().encode(JSON.stringify({ answer })), sealedAt)
      await storage.as({ creatorId }, (tx) => tx.idempotentRequests.finish({ ...place, sealedAnswer }))
    } catch {
      // It is done, and this is the only time that its answer can be told.
      logger.warn('idempotency.answer_not_kept', { creatorId })
    }
    return answer
  }
}

/** Visitors are told apart by their sessions: what one was answered is nobody else's. */
function callerOf(principal: Principal): string {
  return principal.kind === 'visitor' ? `visitor:${principal.sessionId}` : participantIdOf(principal)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
