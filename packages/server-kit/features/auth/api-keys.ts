import type { Storage } from '../../ports/index.js'
import { hashToken, newToken } from './secrets.js'

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
