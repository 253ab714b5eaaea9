import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export const keyLength = 32
const nonceLength = 12
const tagLength = 16

/** AES-256-GCM with a fresh nonce: nonce, ciphertext and tag in one piece, bound to `context`. */
export function encrypt(plain: Uint8Array, key: Uint8Array, context: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(context)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws when the piece, the key or the context is not the one it was made with. */
export function decrypt(piece: Uint8Array, key: Uint8Array, context: Uint8Array): Buffer {
  if (piece.length < nonceLength + tagLength) throw new Error('The encrypted piece is too short.')
  const end = piece.length - tagLength
  const decipher = createDecipheriv('aes-256-gcm', key, piece.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(context).setAuthTag(piece.subarray(end))
  return Buffer.concat([decipher.update(piece.subarray(nonceLength, end)), decipher.final()])
}
