/** From the byte `start`, 0 is the first, up to but without `end`; without one, to the end of the file. */
export interface ByteRange {
  start: number
  end?: number
}

/** Files by a key the kit makes up (never a user's file name). Fails with AdapterError; a full disk has code `no_space`. */
export interface BlobStore {
  /** One at a time for a key. Whole or not at all, without holding it in memory: when `bytes` fails nothing is kept, and it rejects with that failure. */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** `undefined` when there is none. Nothing is held open for a stream that nobody reads. With `range`, those bytes that the file has of it. */
  get(key: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | undefined>
  /** One that is not there is removed already; what an interrupted `put` left goes too. */
  remove(key: string): Promise<void>
  /** Every key, in no order. */
  keys(): AsyncIterable<string>
  /** Throws an AdapterError when nothing can be put there now. */
  health?(options: { signal: AbortSignal }): Promise<void>
}
