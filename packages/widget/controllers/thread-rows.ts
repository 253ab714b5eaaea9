import type { ThreadMessage } from '@coachkit/sdk'
import { render } from 'lit/html.js'

type Messages = readonly ThreadMessage[]

interface Row {
  element: HTMLElement
  message?: ThreadMessage
  previous?: ThreadMessage | undefined
}

/** Messages that are shown at first and when the reader goes on at the end, and how many more when older ones are asked for. */
const few = 30

/** The newest messages as rows, each drawn by itself: one that has not changed is not touched, whatever grows below it or comes above it. */
export class ThreadRows {
  /** Has the rows. */
  readonly element = Object.assign(document.createElement('div'), { className: 'rows' })
  #rows: Row[] = []
  #anew = false
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
    this.#anew = true
  }

  /** In the order of the messages. One that is new takes the element of one that is gone from its place, with the keyboard if that was there. */
  draw(messages: Messages, template: (message: ThreadMessage, previous: ThreadMessage | undefined) => unknown): HTMLElement {
    const before = this.#rows
    const isGone = ({ message }: Row) => messages.every(({ id }) => id !== message?.id)
    let at = 0
    const rowOf = ({ id }: ThreadMessage): Row => {
      const isOf = (row: Row) => row.message?.id === id
      let row = before[at]
      for (; row && !isOf(row) && isGone(row) && before.some(isOf); row = before[++at]) row.element.remove()
      if (!row || !(isOf(row) || isGone(row))) return this.#add(row, before.length > 0)
      at += 1
      return row
    }
    this.#rows = messages.map((message, index) => {
      const row = rowOf(message)
      const previous = messages[index - 1]
      if (this.#anew || row.message !== message || row.previous !== previous) render(template(message, previous), row.element)
      row.message = message
      row.previous = previous
      return row
    })
    this.#anew = false
    for (const { element } of before.slice(at)) element.remove()
    return this.element
  }

  #add(next: Row | undefined, isLater: boolean): Row {
    const element = document.createElement('div')
    // By classes, since a selector that counts from the end has the style of all rows made anew by each message.
    element.className = next ? 'old' : isLater ? 'new' : ''
    this.element.insertBefore(element, next?.element ?? null)
    return { element }
  }
}
