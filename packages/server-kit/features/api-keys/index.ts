import { type ApiKey, CoachError, type Handlers, type KeyScope, keyScope, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { Clock, Storage } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'
import { hashToken, newToken } from '../auth/index.js'

interface Deps {
  storage: Storage
  clock: Clock
}
interface NewApiKey {
  creatorId: string
  name: string
  /** Default: all of them. */
  scopes?: KeyScope[] | undefined
  /** As the audit log names it. */
  actor?: string
}

/** Makes a key for a creator's member routes; it is shown this once. */
export async function createApiKey({ storage, clock }: Deps, input: NewApiKey): Promise<{ apiKey: ApiKey; key: string }> {
  const { creatorId, name, scopes = [...keyScope.options], actor = 'system' } = input
  const key = newToken('ckk')
  const apiKey = await storage.as({ creatorId }, async (tx) => {
    const made = await tx.apiKeys.create({ keyHash: hashToken(key), name, scopes })
    const entry = { actor, action: 'api_key.created', subject: `key:${made.id}`, details: { name, scopes: scopes.join(' ') } }
    await tx.audit.append({ creatorId, entry, at: clock.now() })
    return made
  })
  return { apiKey, key }
}

/** Ends a key at once. Says whether there was one. */
export function removeApiKey({ storage, clock }: Deps, input: { creatorId: string; id: string; actor?: string }): Promise<boolean> {
  const { creatorId, id, actor = 'system' } = input
  return storage.as({ creatorId }, async (tx) => {
    const removed = await tx.apiKeys.remove(id)
    if (removed) await tx.audit.append({ creatorId, entry: { actor, action: 'api_key.removed', subject: `key:${id}`, details: {} }, at: clock.now() })
    return removed
  })
}

/** The keys of a creator's own servers. */
export function createApiKeys(deps: Deps): Handlers<Routes['apiKeys'], RequestContext> {
  return {
    async list(_input, context) {
      return { items: await deps.storage.as({ creatorId: principalOf(context).creatorId }, (tx) => tx.apiKeys.list()) }
    },
    create({ body }, context) {
      const principal = principalOf(context)
      return createApiKey(deps, { ...body, creatorId: principal.creatorId, actor: actorOf(principal) })
    },
    async remove({ params }, context) {
      const principal = principalOf(context)
      const removed = await removeApiKey(deps, { creatorId: principal.creatorId, id: params.keyId, actor: actorOf(principal) })
      if (!removed) throw new CoachError('RESOURCE_001')
      return undefined
    },
  }
}
