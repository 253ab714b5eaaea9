import type { Handlers, Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { firstBroken } from '../../domain/audit/entry-hash.js'
import type { Principal, Storage } from '../../ports/index.js'

const pageSize = 500

/** Who did it, as the audit log names them. */
export function actorOf(principal: Principal): string {
  if (principal.kind === 'visitor') return `session:${principal.sessionId}`
  return principal.signInId === undefined ? `key:${principal.memberId}` : `account:${principal.memberId}`
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
