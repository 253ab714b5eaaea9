import type { ThreadMessage } from '@coachkit/sdk'
import { html, nothing } from 'lit/html.js'
import type { ExtrasParts } from './extras-parts.js'

/** Says that what was shown before is gone, as when its session ended, and that what is written now begins anew. */
export class Renewal {
  readonly #parts: Pick<ExtrasParts, 'host' | 'words' | 'announce'>
  #shown = false

  constructor(parts: Pick<ExtrasParts, 'host' | 'words' | 'announce'>) {
    this.#parts = parts
  }

  /** Before each drawing. */
  follow(): void {
    const { host, words, announce } = this.#parts
    const renewed = host.conversation.snapshot?.renewed === true
    if (renewed && !this.#shown) announce(words().renewed)
    this.#shown = renewed
  }

  /** Above the first message. */
  above(previous: ThreadMessage | undefined): unknown {
    return previous ? nothing : this.#line()
  }

  /** While there is no message. */
  after(): unknown {
    return this.#parts.host.conversation.snapshot?.messages.length === 0 ? this.#line() : nothing
  }

  #line(): unknown {
    return this.#shown ? html`<div class="day">${this.#parts.words().renewed}</div>` : nothing
  }
}
