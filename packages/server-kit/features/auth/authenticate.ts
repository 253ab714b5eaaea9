import { CoachError } from '@coachkit/contract'
import type { Authenticator, Principal, Storage, Tokens } from '../../ports/index.js'
import { hashToken } from './secrets.js'

/** The built-in sign-in: visitors' tokens and API keys by their hashes, people by their signed tokens. */
interface Credentials {
  storage: Storage
  tokens: Tokens
}

export function createAuthenticator(credentials: Credentials): Authenticator {
  return {
    async authenticate(credential) {
      if (credential.startsWith('cks_')) return visitorOf(credentials, credential)
      if (credential.startsWith('ckk_')) return serverOf(credentials, credential)
      return personOf(credentials, credential)
    },
    recheck: (principal) => recheck(credentials, principal),
  }
}

async function visitorOf({ storage }: Credentials, credential: string): Promise<Principal | undefined> {
  const session = await storage.as({ system: 'sign-in' }, (tx) => tx.sessions.findByTokenHash(hashToken(credential)))
  return session && { kind: 'visitor', creatorId: session.creatorId, sessionId: session.id }
}

async function serverOf({ storage }: Credentials, credential: string): Promise<Principal | undefined> {
  const key = await storage.as({ system: 'sign-in' }, (tx) => tx.apiKeys.findByHash(hashToken(credential)))
  return key && { kind: 'member', creatorId: key.creatorId, memberId: key.id, role: 'key', scopes: key.scopes }
}

/** What the token says was true when it was signed; what holds is asked each time. */
async function personOf({ storage, tokens }: Credentials, credential: string): Promise<Principal | undefined> {
  const verified = await tokens.verify('access', credential)
  if (!verified.ok && verified.reason === 'expired') throw new CoachError('AUTH_002')
  if (!verified.ok) return undefined
  const { sub: accountId, tid: creatorId, fam: id, tv } = verified.claims
  if (creatorId === undefined || id === undefined) return undefined
  const rights = await storage.as({ system: 'accounts' }, (tx) => tx.signIns.rights({ id, accountId, creatorId }))
  return rights && rights.tokenVersion === tv ? { kind: 'member', creatorId, memberId: accountId, role: rights.role, signInId: id } : undefined
}

async function recheck({ storage }: Credentials, principal: Principal): Promise<Principal | undefined> {
  const { creatorId } = principal
  if (principal.kind === 'visitor') return (await storage.as({ creatorId }, (tx) => tx.sessions.find(principal.sessionId))) && principal
  const { memberId, signInId: id } = principal
  if (principal.role === 'key') return (await storage.as({ creatorId }, (tx) => tx.apiKeys.exists(memberId))) ? principal : undefined
  // A host's own sign-in is the host's to watch.
  if (id === undefined) return principal
  const rights = await storage.as({ system: 'accounts' }, (tx) => tx.signIns.rights({ id, accountId: memberId, creatorId }))
  return rights && { ...principal, role: rights.role }
}
