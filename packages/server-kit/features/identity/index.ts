import { CoachError, type Handlers, type IdentityKey, type IdentitySettings, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { StorageTx } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'
import { type ByActor, createIdentityKey, type IdentityDeps, identityKeyOf, noteIdentity } from './identity-keys.js'

export { createIdentityKey, resealIdentityKeys } from './identity-keys.js'
export { checkVouch, type VouchDeps } from './vouch.js'

interface IdentityState extends IdentitySettings {
  keys: IdentityKey[]
}

/** Says how a creator's users are identified. Throws IDENTITY_001 when it is required and no key could vouch for anybody. */
export function setIdentity(deps: Pick<IdentityDeps, 'storage' | 'clock'>, input: ByActor & IdentitySettings): Promise<IdentityState> {
  const { creatorId, actor = 'system', required, hmac } = input
  return deps.storage.as({ creatorId }, async (tx) => {
    await tx.identityKeys.hold()
    const keys = await tx.identityKeys.live()
    if (required && keys.length === 0) throw new CoachError('IDENTITY_001')
    await tx.creators.setIdentity({ id: creatorId, required, hmac })
    const details = { required: String(required), hmac: String(hmac) }
    await noteIdentity(deps, tx, { creatorId, actor, action: 'identity.updated', subject: `creator:${creatorId}`, details })
    return { required, hmac, keys: keys.map(identityKeyOf) }
  })
}

/** How the creator's own server vouches for its users. */
export function createIdentity(deps: IdentityDeps): Handlers<Routes['identity'], RequestContext> {
  return {
    get(_input, context) {
      const { creatorId } = principalOf(context)
      return deps.storage.as({ creatorId }, async (tx) => ({
        ...(await settingsOf(tx, creatorId)),
        keys: (await tx.identityKeys.live()).map(identityKeyOf),
      }))
    },
    update({ body }, context) {
      const principal = principalOf(context)
      return setIdentity(deps, { ...body, creatorId: principal.creatorId, actor: actorOf(principal) })
    },
    createKey(_input, context) {
      const principal = principalOf(context)
      return createIdentityKey(deps, { creatorId: principal.creatorId, actor: actorOf(principal) })
    },
    removeKey({ params }, context) {
      const principal = principalOf(context)
      const { creatorId } = principal
      return deps.storage.as({ creatorId }, async (tx) => {
        await tx.identityKeys.hold()
        const live = await tx.identityKeys.live()
        if (!live.some(({ id }) => id === params.identityKeyId)) throw new CoachError('RESOURCE_001')
        if (live.length === 1 && (await settingsOf(tx, creatorId)).required) throw new CoachError('IDENTITY_001')
        await tx.identityKeys.remove(params.identityKeyId)
        const subject = `identity_key:${params.identityKeyId}`
        await noteIdentity(deps, tx, { creatorId, actor: actorOf(principal), action: 'identity_key.removed', subject })
        return undefined
      })
    },
  }
}

async function settingsOf(tx: StorageTx, creatorId: string): Promise<IdentitySettings> {
  const creator = await tx.creators.find(creatorId)
  if (!creator) throw new CoachError('CREATOR_001')
  return creator.identity
}
