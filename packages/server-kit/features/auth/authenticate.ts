import { CoachError } from '@coachkit/contract'
import type { Authenticator, Principal, Storage, Tokens } from '../../ports/index.js'
import { hashToken } from './secrets.js'

/** Every credential: visitors' tokens and API keys by their hashes, and people's by `people`, ours or the host's. */
export function createAuthenticator({ storage, people }: { storage: Storage; people: Authenticator }): Required<Authenticator> {
  return {
    async authenticate(credential) {
      if (credential.startsWith('cks_')) return visitorOf(storage, credential)
      if (credential.startsWith('ckk_')) return serverOf(storage, credential)
      return people.authenticate(credential)
    },
    async recheck(principal) {
      const { creatorId } = principal
      if (principal.kind === 'visitor') return (await storage.as({ creatorId }, (tx) => tx.sessions.find(principal.sessionId))) && principal
      if (principal.role !== 'key') return people.recheck ? people.recheck(principal) : principal
      return (await storage.as({ creatorId }, (tx) => tx.apiKeys.exists(principal.memberId))) ? principal : undefined
    },
  }
}

/** People who signed in here. What a token says was true when it was signed; what holds is asked each time. */
export function accountAuthenticator({ storage, tokens }: { storage: Storage; tokens: Tokens }): Required<Authenticator> {
  const rightsOf = (ids: { id: string; accountId: string; creatorId: string }) => storage.as({ system: 'accounts' }, (tx) => tx.signIns.rights(ids))
  return {
    async authenticate(credential) {
      const verified = await tokens.verify('access', credential)
      if (!verified.ok && verified.reason === 'expired') throw new CoachError('AUTH_002')
      if (!verified.ok) return undefined
      const { sub: accountId, tid: creatorId, fam: id, tv } = verified.claims
      if (creatorId === undefined || id === undefined) return undefined
      const rights = await rightsOf({ id, accountId, creatorId })
      return rights && rights.tokenVersion === tv ? { kind: 'member', creatorId, memberId: accountId, role: rights.role, signInId: id } : undefined
    },
    async recheck(principal) {
      if (principal.kind !== 'member' || principal.role === 'key' || principal.signInId === undefined) return principal
      const { creatorId, memberId: accountId, signInId: id } = principal
      const rights = await rightsOf({ id, accountId, creatorId })
      return rights && { ...principal, role: rights.role }
    },
  }
}

async function visitorOf(storage: Storage, credential: string): Promise<Principal | undefined> {
  const session = await storage.as({ system: 'sign-in' }, (tx) => tx.sessions.findByTokenHash(hashToken(credential)))
  return session && { kind: 'visitor', creatorId: session.creatorId, sessionId: session.id }
}

async function serverOf(storage: Storage, credential: string): Promise<Principal | undefined> {
  const key = await storage.as({ system: 'sign-in' }, (tx) => tx.apiKeys.findByHash(hashToken(credential)))
  return key && { kind: 'member', creatorId: key.creatorId, memberId: key.id, role: 'key', scopes: key.scopes }
}
