/** Files by a key the kit makes up (never a user's file name). Fails with AdapterError; a full disk has code `no_space`. */
export interface BlobStore {
  put(key: string, bytes: Uint8Array): Promise<void>
  /** `undefined` when there is none. */
  get(key: string): Promise<Uint8Array | undefined>
  remove(key: string): Promise<void>
}
