import type { Bus } from '../../ports/index.js'

interface Stream {
  conversationId: string
  text: string
  /** How much of `text` readers were sent. */
  sent: number
  timer: NodeJS.Timeout | undefined
  /** Set while a recap is due. */
  recapTimer: NodeJS.Timeout | undefined
  /** Ends listening for those who missed the beginning. */
  unlisten: Promise<() => void>
}
export interface AnswerStreams {
  /** `onStop`: another instance was asked to end it. */
  begin(input: { conversationId: string; messageId: string; onStop?(): void }): void
  append(input: { messageId: string; text: string }): void
  /** Answers being written, with what readers were sent of them. */
  snapshot(conversationId: string): { messageId: string; index: number; text: string }[]
  /** Sends what is left; the durable event comes after it. Returns the whole text. */
  end(input: { messageId: string }): string
}

const tickMs = 16
/** Whoever asks within this time shares one recap. */
const recapMs = 20
/** In UTF-16 units: small enough for any bus, however it is written. */
const mostInFrame = 1000

/** Sends an answer as it is written: the first piece at once, the next ones gathered per tick. */
export function createAnswerStreams(deps: { bus: Bus }): AnswerStreams {
  const streams = new Map<string, Stream>()
  const flush = (messageId: string, stream: Stream) => {
    const [index, text] = [stream.sent, stream.text.slice(stream.sent)]
    if (text === '') return
    stream.sent = stream.text.length
    say(messageId, stream, { index, text })
  }
  const say = (messageId: string, { conversationId }: Stream, { index, text }: { index: number; text: string }) => {
    for (let at = 0; at < text.length; at += mostInFrame) {
      const event = { type: 'message.delta' as const, messageId, index: index + at, text: text.slice(at, at + mostInFrame) }
      deps.bus.publish(`conversation:${conversationId}`, { kind: 'ephemeral', event })
    }
  }
  const recap = (messageId: string, stream: Stream) => {
    stream.recapTimer ??= setTimeout(() => {
      stream.recapTimer = undefined
      say(messageId, stream, { index: 0, text: stream.text.slice(0, stream.sent) })
    }, recapMs)
  }
  const forget = (messageId: string, stream: Stream) => {
    clearTimeout(stream.timer)
    clearTimeout(stream.recapTimer)
    void stream.unlisten.then((unlisten) => unlisten())
    streams.delete(messageId)
  }
  const tick = (messageId: string, stream: Stream) => {
    stream.timer = undefined
    if (stream.sent === stream.text.length) return
    flush(messageId, stream)
    stream.timer = setTimeout(tick, tickMs, messageId, stream)
  }
  return {
    begin({ conversationId, messageId, onStop }) {
      const earlier = streams.get(messageId)
      if (earlier) forget(messageId, earlier)
      const unlisten = deps.bus.subscribe(`conversation:${conversationId}`, (frame) => {
        const stream = streams.get(messageId)
        if (stream && frame.kind === 'recap') recap(messageId, stream)
        if (stream && frame.kind === 'stop' && frame.messageId === messageId) onStop?.()
      })
      streams.set(messageId, { conversationId, text: '', sent: 0, timer: undefined, recapTimer: undefined, unlisten })
      deps.bus.publish(`conversation:${conversationId}`, { kind: 'ephemeral', event: { type: 'message.started', messageId } })
    },
    append({ messageId, text }) {
      const stream = streams.get(messageId)
      if (!stream) return
      stream.text += text
      if (stream.timer) return
      flush(messageId, stream)
      stream.timer = setTimeout(tick, tickMs, messageId, stream)
    },
    snapshot: (conversationId) =>
      [...streams]
        .filter(([, stream]) => stream.conversationId === conversationId)
        .map(([messageId, stream]) => ({ messageId, index: stream.sent, text: stream.text.slice(0, stream.sent) })),
    end({ messageId }) {
      const stream = streams.get(messageId)
      if (!stream) return ''
      flush(messageId, stream)
      forget(messageId, stream)
      return stream.text
    },
  }
}
