/** Slow one-way hashes of passwords. */
export interface PasswordHasher {
  /** Fails with AdapterError `busy` (retryable) when too many wait. */
  hash(password: string): Promise<string>
  /** Takes as long for no hash at all, so that time does not tell whether an account exists. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  /** Whether the hash was made with weaker parameters than now. */
  needsRehash(hash: string): boolean
}
