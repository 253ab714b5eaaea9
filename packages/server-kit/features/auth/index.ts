import type { Authenticator, Storage } from '../../ports/index.js'
import { hashToken, newToken } from './tokens.js'

export { hashToken, newToken } from './tokens.js'

/** The built-in sign-in: visitor tokens and API keys, looked up by their hashes. */
export function createAuthenticator(deps: { storage: Storage }): Authenticator {
  return {
    async authenticate(credential) {
      const hash = hashToken(credential)
      if (credential.startsWith('cks_')) {
        const session = await deps.storage.as({ system: 'sign-in' }, (tx) => tx.sessions.findByTokenHash(hash))
        return session && { kind: 'visitor', creatorId: session.creatorId, sessionId: session.id }
      }
      if (!credential.startsWith('ckk_')) return undefined
      const key = await deps.storage.as({ system: 'sign-in' }, (tx) => tx.apiKeys.findByHash(hash))
      return key && { kind: 'member', creatorId: key.creatorId, memberId: key.id }
    },
  }
}

/** Makes a key for a creator's member routes; it is shown this once. */
export async function createApiKey(input: { storage: Storage; creatorId: string; name: string }): Promise<{ id: string; key: string }> {
  const key = newToken('ckk')
  const { id } = await input.storage.as({ creatorId: input.creatorId }, (tx) => tx.apiKeys.create({ keyHash: hashToken(key), name: input.name }))
  return { id, key }
}

/** Ends a key at once. */
export async function removeApiKey(input: { storage: Storage; creatorId: string; id: string }): Promise<void> {
  await input.storage.as({ creatorId: input.creatorId }, (tx) => tx.apiKeys.remove(input.id))
}
