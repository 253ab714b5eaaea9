/** Files by a key the kit makes up (never a user's file name). Fails with AdapterError; a full disk has code `no_space`. */
export interface BlobStore {
  /** One at a time for a key. Whole or not at all, without holding it in memory: when `bytes` fails nothing is kept, and it rejects with that failure. */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** `undefined` when there is none. Nothing is held open for a stream that nobody reads. */
  get(key: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** One that is not there is removed already; what an interrupted `put` left goes too. */
  remove(key: string): Promise<void>
  /** Every key, in no order. */
  keys(): AsyncIterable<string>
}
