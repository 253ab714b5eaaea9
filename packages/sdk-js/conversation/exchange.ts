import type { ConversationEvent, Message } from '@coachkit/contract'
import type { Thread, ThreadMessage } from './reducer.js'

/** One question and its answer, as an iterable that fills whether or not anybody reads it. */
export class Exchange implements AsyncIterable<ConversationEvent> {
  readonly clientMessageId: string
  readonly #events: ConversationEvent[] = []
  #question: string | undefined
  #answer: string | undefined
  /** The answer's text as far as it was told. */
  #told = ''
  #done = false
  #error: unknown
  #wake: (() => void)[] = []

  constructor(clientMessageId: string, signal?: AbortSignal) {
    signal?.throwIfAborted()
    this.clientMessageId = clientMessageId
    signal?.addEventListener('abort', () => this.end(signal.reason))
  }

  get ended(): boolean {
    return this.#done
  }

  /** Tells what the thread has and was not told yet, whether it came as an event, in a page of history or in a snapshot. */
  settle({ messages, conversation }: Thread): void {
    if (this.#done) return
    if (this.#question === undefined) {
      const question = messages.find((each) => each.clientMessageId === this.clientMessageId)
      if (!isStored(question)) return
      this.#question = question.id
      this.#tell({ type: 'message.created', message: question })
    }
    const answer = messages.find((each) => each.replyTo === this.#question)
    if (isStored(answer)) this.#settleAnswer(answer)
    // A person will answer, some time.
    else if (conversation && (conversation.kind === 'direct' || conversation.state === 'person')) this.end()
  }

  #settleAnswer(answer: Message): void {
    if (this.#answer === undefined) {
      this.#answer = answer.id
      this.#tell({ type: 'message.created', message: { ...answer, status: 'pending', text: '', citations: [] } })
    }
    this.#settleText(answer)
    if (answer.status === 'pending') return
    this.#tell({ type: answer.status === 'completed' || answer.status === 'stopped' ? 'message.completed' : 'message.failed', message: answer })
    this.end()
  }

  #settleText({ id: messageId, text, status }: Message): void {
    const goesOn = text.startsWith(this.#told)
    // Written anew, it is told once it differs; what was taken out at the end is in the last event.
    if (text === this.#told || (!goesOn && (status !== 'pending' || this.#told.startsWith(text)))) return
    const index = goesOn ? this.#told.length : 0
    if (index === 0) this.#tell({ type: 'message.started', messageId })
    this.#tell({ type: 'message.delta', messageId, index, text: text.slice(index) })
    this.#told = text
  }

  end(error?: unknown): void {
    if (this.#done) return
    this.#done = true
    this.#error = error
    this.#notify()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ConversationEvent, void, undefined> {
    for (let index = 0; ; ) {
      const event = this.#events[index]
      if (event) {
        index++
        yield event
      } else if (this.#done) {
        if (this.#error !== undefined) throw this.#error
        return
      } else await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
  }

  #tell(event: ConversationEvent): void {
    this.#events.push(event)
    this.#notify()
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

/** Whether the server has it: it has a place in the log. */
function isStored(message: ThreadMessage | undefined): message is Message {
  return message?.offset !== undefined
}
