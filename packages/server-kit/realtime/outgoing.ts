import type { Transport } from './transport.js'

/** Past this much unsent, what can be repeated is left out. */
const softBytes = 256 * 1024
/** Past this much unsent, the client is too slow: it comes back and recovers. */
const hardBytes = 1024 * 1024

export interface Outgoing {
  send(frame: string): void
  /** Sends unless the client lags; says whether it did. */
  sendIfReady(frame: string): boolean
}

/** Keeps what a slow reader can make us hold within a bound; to one who is gone nothing is sent. */
export function createOutgoing({ transport, gone, onOverflow }: { transport: Transport; gone: AbortSignal; onOverflow(): void }): Outgoing {
  const send = (frame: string) => {
    if (gone.aborted) return
    // No character takes more than three bytes of UTF-8 for its UTF-16 unit: only a large frame is worth counting.
    const unsent = transport.bufferedBytes()
    if (unsent + frame.length * 3 > hardBytes && unsent + Buffer.byteLength(frame) > hardBytes) return onOverflow()
    transport.send(frame)
  }
  return {
    send,
    sendIfReady(frame) {
      if (transport.bufferedBytes() > softBytes) return false
      send(frame)
      return true
    },
  }
}
