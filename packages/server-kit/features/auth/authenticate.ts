import { CoachError, type MemberRole } from '@coachkit/contract'
import type { Authenticator, Principal, Rights, SignedIn, Storage, Tokens } from '../../ports/index.js'
import { withAccounts } from './auth-parts.js'
import { hashToken } from './secrets.js'

type Person = Extract<Principal, { role: MemberRole }>

/** Every credential: visitors' tokens and API keys by their hashes, and people's by `people`, ours or the host's. */
export function createAuthenticator({ storage, people }: { storage: Storage; people: Authenticator }): Required<Authenticator> {
  return {
    async authenticate(credential) {
      if (credential.startsWith('cks_')) return visitorOf(storage, hashToken(credential))
      if (credential.startsWith('ckk_')) return serverOf(storage, credential)
      return people.authenticate(credential)
    },
    async recheck(principal) {
      const { creatorId } = principal
      if (principal.kind === 'visitor') return visitorOf(storage, principal.tokenHash)
      if (principal.role !== 'key') return people.recheck ? people.recheck(principal) : principal
      return (await storage.as({ creatorId }, (tx) => tx.apiKeys.isAlive(principal.memberId))) ? principal : undefined
    },
  }
}

/** People who signed in here. */
export function accountAuthenticator({ storage, tokens }: { storage: Storage; tokens: Tokens }): Required<Authenticator> {
  return {
    async authenticate(credential) {
      const person = await findPerson({ storage, tokens }, credential)
      if (person === 'expired') throw new CoachError('AUTH_002')
      return person
    },
    async recheck(principal) {
      if (principal.kind !== 'member' || principal.role === 'key' || principal.signInId === undefined) return principal
      const { creatorId, memberId: accountId, signInId: id } = principal
      const rights = await withAccounts({ storage }, (tx) => tx.signIns.rights({ id, accountId, creatorId }))
      return rights && personOf({ id, accountId, creatorId }, rights)
    },
  }
}

/** Whose access token it is. What the token says was true when it was signed; what holds is asked each time. */
export async function findPerson({ storage, tokens }: { storage: Storage; tokens: Tokens }, token: string): Promise<Person | 'expired' | undefined> {
  const verified = await tokens.verify('access', token)
  if (!verified.ok) return verified.reason === 'expired' ? 'expired' : undefined
  const { sub: accountId, tid: creatorId, fam: id, tv, act } = verified.claims
  if (creatorId === undefined || id === undefined) return undefined
  const signedIn = { id, accountId, creatorId }
  return withAccounts({ storage }, async (tx) => {
    if (act === 'support') {
      const rights = await tx.impersonations.rights(signedIn)
      return rights?.tokenVersion === tv
        ? { kind: 'member' as const, creatorId, memberId: accountId, role: 'support' as const, impersonationId: id }
        : undefined
    }
    const rights = await tx.signIns.rights(signedIn)
    return rights?.tokenVersion === tv && rights ? personOf(signedIn, rights) : undefined
  })
}

function personOf({ id, accountId, creatorId }: SignedIn, { role, isAdmin }: Rights): Person {
  return { kind: 'member', creatorId, memberId: accountId, role, signInId: id, ...(isAdmin ? { isAdmin: true as const } : {}) }
}

/** Throws AUTH_005 for an anonymous visitor of a creator who serves none. */
async function visitorOf(storage: Storage, tokenHash: string): Promise<Principal | undefined> {
  const found = await storage.as({ system: 'sign-in' }, (tx) => tx.sessions.findByTokenHash(tokenHash))
  if (found?.suspended) throw new CoachError('CREATOR_003')
  if (found?.identityRequired && !found.session.user) throw new CoachError('AUTH_005')
  return found && { kind: 'visitor', creatorId: found.session.creatorId, sessionId: found.session.id, tokenHash }
}

async function serverOf(storage: Storage, credential: string): Promise<Principal | undefined> {
  const key = await storage.as({ system: 'sign-in' }, (tx) => tx.apiKeys.findByHash(hashToken(credential)))
  if (key && !key.active) throw new CoachError('CREATOR_003')
  return key && { kind: 'member', creatorId: key.creatorId, memberId: key.id, role: 'key', scopes: key.scopes }
}
