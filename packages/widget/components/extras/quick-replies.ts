import { quickReplies, type ThreadMessage } from '@coachkit/sdk'
import { html, nothing } from 'lit/html.js'
import type { ExtrasParts } from './extras-parts.js'

interface Offer {
  message: ThreadMessage
  replies: string[]
}

/** What the last message offers to say next, as buttons; a tap says it. */
export class QuickReplies {
  readonly #parts: Pick<ExtrasParts, 'host' | 'words'>
  /** A message that has not changed stays the same, or it would be drawn again. */
  readonly #offers = new WeakMap<ThreadMessage, Offer>()

  constructor(parts: Pick<ExtrasParts, 'host' | 'words'>) {
    this.#parts = parts
  }

  /** The messages without the lines that are shown as buttons. */
  shown(messages: readonly ThreadMessage[]): readonly ThreadMessage[] {
    return messages.some((each) => this.#of(each).message !== each) ? messages.map((each) => this.#of(each).message) : messages
  }

  /** After the last message. */
  after(): unknown {
    const { host, words } = this.#parts
    const { messages = [], answering = true } = host.conversation.snapshot ?? {}
    const last = messages.at(-1)
    const replies = last && !answering ? this.#of(last).replies : []
    if (replies.length === 0) return nothing
    return html`<ul class="suggestions" aria-label=${words().replies}>
      ${replies.map((text) => html`<li><button type="button" dir="auto" @click=${() => void host.widget.send(text)}>${text}</button></li>`)}
    </ul>`
  }

  #of(message: ThreadMessage): Offer {
    const known = this.#offers.get(message)
    if (known) return known
    const { text, replies } = message.role === 'user' ? { text: message.text, replies: [] } : quickReplies(message.text, { open: message.status === 'pending' })
    const offer = { message: text === message.text ? message : { ...message, text }, replies }
    this.#offers.set(message, offer)
    return offer
  }
}
