import { randomBytes } from 'node:crypto'
import type { KeyProvider, SecretPlace, Secrets } from '../../../ports/index.js'
import { decrypt, encrypt, keyLength } from './cipher.js'
import { secretsError } from './secrets-error.js'

export { openKeyFile } from './key-file.js'
export { localKeyProvider, type MasterKey, readMasterKeys } from './local-keys.js'

const version = 'v1'
/** Version, id of the wrapping key, wrapped data key, encrypted value; both in base64url. */
const form = /^v1\.([\w-]{1,256})\.([\w-]+)\.([\w-]+)$/

/** Envelope encryption: each value under a data key of its own, which the key provider wraps. */
export function createEnvelopeSecrets(keys: KeyProvider): Secrets {
  return {
    async seal(plain, place) {
      const dataKey = randomBytes(keyLength)
      const { keyId, wrapped } = await keys.wrap(dataKey)
      const encrypted = encrypt(plain, dataKey, contextOf(place))
      dataKey.fill(0)
      return [version, keyId, Buffer.from(wrapped).toString('base64url'), encrypted.toString('base64url')].join('.')
    },
    async open(sealed, place) {
      const [, keyId, wrapped, encrypted] = form.exec(sealed) ?? []
      if (keyId === undefined || wrapped === undefined || encrypted === undefined) throw secretsError('unreadable', 'This is not a sealed value.')
      const dataKey = await keys.unwrap(keyId, Buffer.from(wrapped, 'base64url'))
      try {
        return decrypt(Buffer.from(encrypted, 'base64url'), dataKey, contextOf(place))
      } catch (cause) {
        throw secretsError('unreadable', 'A sealed value was changed, or stands where it was not sealed for.', cause)
      } finally {
        dataKey.fill(0)
      }
    },
    isStale: (sealed) => form.exec(sealed)?.[1] !== keys.currentKeyId,
  }
}

function contextOf({ creatorId, table, column, row }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([version, creatorId, table, column, row]))
}
