import type { Bus } from '../../ports/index.js'

interface Stream {
  conversationId: string
  text: string
  /** How much of `text` readers were sent. */
  sent: number
  timer: NodeJS.Timeout | undefined
}
export interface AnswerStreams {
  begin(input: { conversationId: string; messageId: string }): void
  append(input: { messageId: string; text: string }): void
  /** Answers being written, with what readers were sent of them. */
  snapshot(conversationId: string): { messageId: string; index: number; text: string }[]
  /** Sends what is left; the durable event comes after it. Returns the whole text. */
  end(input: { messageId: string }): string
}

const tickMs = 16

/** Sends an answer as it is written: the first piece at once, the next ones gathered per tick. */
export function createAnswerStreams(deps: { bus: Bus }): AnswerStreams {
  const streams = new Map<string, Stream>()
  const flush = (messageId: string, stream: Stream) => {
    const [index, text] = [stream.sent, stream.text.slice(stream.sent)]
    if (text === '') return
    stream.sent = stream.text.length
    deps.bus.publish(`conversation:${stream.conversationId}`, { kind: 'ephemeral', event: { type: 'message.delta', messageId, index, text } })
  }
  const tick = (messageId: string, stream: Stream) => {
    stream.timer = undefined
    if (stream.sent === stream.text.length) return
    flush(messageId, stream)
    stream.timer = setTimeout(tick, tickMs, messageId, stream)
  }
  return {
    begin({ conversationId, messageId }) {
      clearTimeout(streams.get(messageId)?.timer)
      streams.set(messageId, { conversationId, text: '', sent: 0, timer: undefined })
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
      clearTimeout(stream.timer)
      flush(messageId, stream)
      streams.delete(messageId)
      return stream.text
    },
  }
}
