import { multipartError } from './multipart-error.js'

/** A stream of bytes of which a little is held, to look at before it is taken. */
export interface PieceReader {
  held(): Buffer
  /** Holds one more piece; false at the end. */
  pull(): Promise<boolean>
  /** Holds at least `length` bytes, or all there are. */
  fill(length: number): Promise<void>
  /** The first bytes of what is held. */
  take(length: number): Buffer
  close(): Promise<void>
}

export function pieceReader(stream: AsyncIterable<Uint8Array>): PieceReader {
  const source = stream[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  const pull = async () => {
    const next = await source.next()
    if (next.done) return false
    const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    held = held.length === 0 ? piece : Buffer.concat([held, piece])
    return true
  }
  return {
    held: () => held,
    pull,
    async fill(length) {
      while (held.length < length && (await pull()));
    },
    take(length) {
      const taken = held.subarray(0, length)
      if (taken.length < length) throw multipartError('not_closed')
      held = held.subarray(length)
      return taken
    },
    async close() {
      await source.return?.()
    },
  }
}
