import type { EphemeralConversationEvent } from '@coachkit/contract'

type Delta = Extract<EphemeralConversationEvent, { type: 'message.delta' }>

/** What is asked for anew is not asked for again sooner. */
const restMs = 250

interface DeltaOrder {
  /** Answers that this process writes, with what readers were sent. */
  snapshot(): { messageId: string; text: string }[]
  /** Says whether the reader took it. */
  push(event: EphemeralConversationEvent): boolean
  /** Has other processes say the answers they write from the beginning. */
  askAgain(): void
}

/** Deltas of answers as one reader has them: no repeat after the snapshot, and what a slow moment or the bus left out comes in one piece. */
export function createDeltaOrder({ snapshot, push, askAgain }: DeltaOrder) {
  const known = new Map<string, number>()
  let askedAt = Number.NEGATIVE_INFINITY

  function accept(event: Extract<EphemeralConversationEvent, { type: 'message.started' | 'message.delta' }>): void {
    if (event.type === 'message.started') {
      known.set(event.messageId, 0)
      push(event)
      return
    }
    const from = known.get(event.messageId) ?? 0
    const next = continuation(event, from)
    if (next && push(next)) known.set(event.messageId, next.index + next.text.length)
  }

  function continuation(event: Delta, from: number): Delta | undefined {
    if (event.index + event.text.length <= from) return undefined
    if (event.index <= from) return { ...event, index: from, text: event.text.slice(from - event.index) }
    const whole = snapshot().find(({ messageId }) => messageId === event.messageId)?.text
    if (whole !== undefined) return { ...event, index: from, text: whole.slice(from) }
    lack()
    return undefined
  }

  function lack(): void {
    const now = performance.now()
    if (now - askedAt < restMs) return
    askedAt = now
    askAgain()
  }

  return {
    accept,
    /** The beginning of an answer may have been missed. */
    lack,
    startFrom(streams: { messageId: string; text: string }[]): void {
      for (const { messageId, text } of streams) known.set(messageId, text.length)
    },
  }
}
