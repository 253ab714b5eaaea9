import type { KeyProvider } from '../../../ports/index.js'
import { decrypt, encrypt } from './cipher.js'
import { secretsError } from './secrets-error.js'

export interface MasterKey {
  id: string
  /** 32 bytes. */
  key: Uint8Array
}

/** Wraps data keys with master keys held in this process, the first of which is the newest. */
export function localKeyProvider(masterKeys: readonly MasterKey[]): KeyProvider {
  const [newest] = masterKeys
  if (!newest) throw secretsError('misconfigured', 'At least one master key is needed.')
  const keys = new Map(masterKeys.map(({ id, key }) => [id, key]))
  return {
    currentKeyId: newest.id,
    wrap: async (dataKey) => ({ keyId: newest.id, wrapped: encrypt(dataKey, newest.key, contextOf(newest.id)) }),
    async unwrap(keyId, wrapped) {
      const key = keys.get(keyId)
      if (!key) throw secretsError('unreadable', `The master key "${keyId}" is not in ENCRYPTION_KEY: add it behind the newest.`)
      try {
        return decrypt(wrapped, key, contextOf(keyId))
      } catch (cause) {
        throw secretsError('unreadable', `The master key "${keyId}" is not the one this value was sealed with, or the value was changed.`, cause)
      }
    },
  }
}

function contextOf(keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['data key', keyId]))
}

const howTo = 'Make one with: echo "k1:$(openssl rand -base64 32)"'
/** 32 random bytes have about 30 distinct ones; fewer than 8 they never have. */
const fewestDistinctBytes = 8
const entry = /^([A-Za-z0-9][\w-]{0,31}):([A-Za-z0-9+/]{43}=)$/

/**
 * Reads ENCRYPTION_KEY: `id:base64` of 32 random bytes, several separated by commas, the newest first.
 * Fails with AdapterError `misconfigured`, whose message never repeats the text. `source` is what it calls the text.
 */
export function readMasterKeys(text: string, source = 'ENCRYPTION_KEY'): MasterKey[] {
  const keys = text.split(',').map((part) => {
    const [, id, base64] = entry.exec(part.trim()) ?? []
    if (id === undefined || base64 === undefined)
      throw secretsError('misconfigured', `${source} must hold keys like k1:<base64 of 32 bytes>, separated by commas, the newest first. ${howTo}`)
    const key = Buffer.from(base64, 'base64')
    if (new Set(key).size < fewestDistinctBytes) throw secretsError('misconfigured', `The key "${id}" in ${source} is not random. ${howTo}`)
    return { id, key }
  })
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw secretsError('misconfigured', `Two keys in ${source} have the same id.`)
  return keys
}
