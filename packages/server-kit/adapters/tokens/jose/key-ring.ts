import type { CryptoKey } from 'jose'
import type { SignatureAlgorithm, VerificationKey } from './verification-key.js'

export interface SigningKey {
  id: string
  algorithm: SignatureAlgorithm
  privateKey: CryptoKey
}

/** The keys that are alive. */
export interface KeyRing {
  /** The current one. */
  signing(): Promise<SigningKey>
  /** Next, current and previous. `undefined`: unknown, or retired. */
  verifying(id: string): Promise<VerificationKey | undefined>
  published(): Promise<VerificationKey[]>
  rotateIfDue(): Promise<void>
}
