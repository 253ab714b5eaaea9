/** Where a sealed value belongs; it opens nowhere else. */
export interface SecretPlace {
  creatorId: string
  table: string
  column: string
  row: string
}
/** Encryption of single values at rest, with keys that rotate. */
export interface Secrets {
  seal(plain: Uint8Array, place: SecretPlace): Promise<string>
  /** Fails with an AdapterError when the value was changed, moved, or its key is gone. */
  open(sealed: string, place: SecretPlace): Promise<Uint8Array>
  /** Whether it was sealed under a key that is no longer the newest. */
  isStale(sealed: string): boolean
}
/** Wraps data keys, as a key management service does; the root key never leaves it. */
export interface KeyProvider {
  /** The id of the key that wraps now. */
  readonly currentKeyId: string
  wrap(dataKey: Uint8Array): Promise<{ keyId: string; wrapped: Uint8Array }>
  unwrap(keyId: string, wrapped: Uint8Array): Promise<Uint8Array>
}
