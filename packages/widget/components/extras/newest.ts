import type { ThreadMessage } from '@coachkit/sdk'
import { html, nothing } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'

const downIcon = icon('M12 5v14M5.5 12.5L12 19l6.5-6.5')

interface NewestInput {
  messages: readonly ThreadMessage[]
  atEnd: boolean
  words: ExtrasWords
  toEnd(): void
}

/** The way back to the end, with how many messages have come there. */
export class Newest {
  /** The last one that was there when the reader left the end; what was not sent yet gets another id. */
  #read: string | undefined

  template({ messages, atEnd, words, toEnd }: NewestInput): unknown {
    if (atEnd) {
      this.#read = messages.findLast(({ offset }) => offset !== undefined)?.id
      return nothing
    }
    const read = messages.findLastIndex(({ id }) => id === this.#read)
    // One that is not there any more was asked in other words.
    const fresh = read < 0 && this.#read !== undefined ? 0 : messages.slice(read + 1).filter(({ role }) => role !== 'user').length
    const label = fresh > 0 ? `${words.newest} (${fresh})` : words.newest
    return html`<button type="button" class="newest" aria-label=${label} title=${label} @click=${toEnd}>${downIcon}${fresh > 0 ? html`<b>${fresh}</b>` : nothing}</button>`
  }
}
