import type { Handlers, Routes } from '@coachkit/contract'
import type { NoteCall } from '../../dispatch/create-dispatcher.js'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { firstBroken } from '../../domain/audit/entry-hash.js'
import type { Clock, Principal, Storage } from '../../ports/index.js'

const pageSize = 500

/** Who did it, as the audit log names them. */
export function actorOf(principal: Principal): string {
  if (principal.kind === 'visitor') return `session:${principal.sessionId}`
  if (principal.role === 'key') return `key:${principal.memberId}`
  return principal.impersonationId === undefined ? `account:${principal.memberId}` : `support:${principal.memberId}`
}

/** Writes down what the platform's people call in a creator's place. */
export function createNoteImpersonated({ storage, clock }: { storage: Storage; clock: Clock }): NoteCall {
  return ({ principal, route, params }) => {
    const { creatorId } = principal
    const entry = { actor: actorOf(principal), action: 'support.called', subject: `route:${route}`, details: params }
    return storage.as({ creatorId }, (tx) => tx.audit.append({ creatorId, entry, at: clock.now() }))
  }
}

/** Reads and checks the creator's audit log. */
export function createAudit({ storage }: { storage: Storage }): Handlers<Routes['audit'], RequestContext> {
  return {
    list: ({ query }, context) => storage.as({ creatorId: principalOf(context).creatorId }, (tx) => tx.audit.list(query)),
    async verify(_input, context) {
      const { creatorId } = principalOf(context)
      let [position, previousHash] = [0, '']
      for (;;) {
        const page = await storage.as({ creatorId }, (tx) => tx.audit.since({ position, limit: pageSize }))
        const brokenAt = firstBroken(creatorId, page, { position: position + 1, previousHash })
        if (brokenAt !== undefined) return { entries: position + page.length, intact: false, brokenAt }
        position += page.length
        previousHash = page.at(-1)?.hash ?? previousHash
        if (page.length < pageSize) return { entries: position, intact: true }
      }
    },
  }
}
