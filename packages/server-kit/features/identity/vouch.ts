import { CoachError, type RouteInput, type Routes, type VisitorUser } from '@coachkit/contract'
import { hashedUser, vouchedUser } from '../../domain/identity/vouch.js'
import type { CreatorRecord, VerifySharedToken } from '../../ports/index.js'
import { type IdentityDeps, openIdentityKeys } from './identity-keys.js'

export interface VouchDeps extends IdentityDeps {
  verifySharedToken: VerifySharedToken
}
type Vouch = Pick<RouteInput<Routes['sessions']['create']>['body'], 'identityToken' | 'user'>

/**
 * Whom the host vouches for; `undefined` when it says nothing and the creator does not ask for it. Throws AUTH_005 when it does ask,
 * and AUTH_006 for a vouch that does not hold, in all cases alike: nobody becomes anonymous by a bad one.
 */
export async function checkVouch(deps: VouchDeps, creator: CreatorRecord, { identityToken, user }: Vouch): Promise<VisitorUser | undefined> {
  if (identityToken === undefined && user === undefined) {
    if (creator.identity.required) throw new CoachError('AUTH_005')
    return undefined
  }
  const keys = await openIdentityKeys(deps, creator.id)
  const hashed = user && creator.identity.hmac ? hashedUser(user, secretsOf(keys)) : undefined
  const now = deps.clock.now().getTime() / 1000
  const vouched = identityToken === undefined ? hashed : vouchedUser(await deps.verifySharedToken(identityToken, keys), { slug: creator.slug, now })
  if (!vouched) throw new CoachError('AUTH_006')
  return vouched
}

function secretsOf(keys: readonly { secret: Uint8Array }[]): Uint8Array[] {
  return keys.map(({ secret }) => secret)
}
