import type { Bus } from '../../ports/index.js'

/** One start of a sender is passed on in this time, and one end. */
const quietMs = 2000
/** Who says nothing more for this long has stopped. */
const expiresInMs = 6000
/** Senders remembered; the oldest are forgotten. */
const mostSenders = 10_000

/** Passes on that somebody writes. Nothing is stored: what is lost is said again, or expires. */
export function createTyping({ bus, now = () => performance.now() }: { bus: Bus; now?: () => number }) {
  /** When each sender was last said to write; without `typing` it has ended since. */
  const senders = new Map<string, { at: number; typing: boolean }>()
  return {
    say({ conversationId, participantId, isTyping }: { conversationId: string; participantId: string; isTyping: boolean }): void {
      const key = `${conversationId} ${participantId}`
      const last = senders.get(key)
      const at = now()
      if (isTyping ? last && at - last.at < quietMs : !last?.typing) return
      senders.delete(key)
      senders.set(key, { at: isTyping ? at : (last?.at ?? at), typing: isTyping })
      if (senders.size > mostSenders) forgetOldest()
      bus.publish(`conversation:${conversationId}`, { kind: 'ephemeral', event: { type: 'typing', participantId, isTyping, expiresInMs } })
    },
  }

  function forgetOldest(): void {
    const [oldest] = senders.keys()
    if (oldest !== undefined) senders.delete(oldest)
  }
}
