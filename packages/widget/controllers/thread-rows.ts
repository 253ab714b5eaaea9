import type { ThreadMessage } from '@coachkit/sdk'
import { noChange } from 'lit/html.js'

type Messages = readonly ThreadMessage[]

interface Row {
  previous: ThreadMessage | undefined
  parts: unknown[]
}

/** Messages that are shown at first and when the reader goes on at the end, and how many more when older ones are asked for. */
const few = 30

/** The newest messages as rows. A message that has not changed is neither read nor compared again while another one grows. */
export class ThreadRows {
  #made = new WeakMap<ThreadMessage, Row>()
  readonly #standing: Row[] = []
  /** The first that is shown; empty: all are. */
  #first: string | undefined

  /** Those that are shown. */
  of(messages: Messages): Messages {
    this.#first ??= messages.at(-few)?.id
    const at = messages.findIndex(({ id }) => id === this.#first)
    return at > 0 ? messages.slice(at) : messages
  }

  /** Whether there were more. */
  showMore(messages: Messages): boolean {
    const hidden = messages.length - this.of(messages).length
    this.#first = hidden > few ? messages[hidden - few]?.id : ''
    return hidden > 0
  }

  showFew(messages: Messages): void {
    this.#first = messages.at(-few)?.id
  }

  makeAnew(): void {
    this.#made = new WeakMap()
  }

  template(messages: Messages, make: (message: ThreadMessage, previous: ThreadMessage | undefined) => unknown[]): unknown[] {
    this.#standing.length = Math.min(this.#standing.length, messages.length)
    return messages.map((message, index) => {
      const previous = messages[index - 1]
      let row = this.#made.get(message)
      if (!row || row.previous !== previous) row = { previous, parts: make(message, previous) }
      this.#made.set(message, row)
      if (this.#standing[index] === row) return noChange
      this.#standing[index] = row
      return row.parts
    })
  }
}
