import { html, nothing } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'

const downIcon = icon('M12 5v14M5.5 12.5L12 19l6.5-6.5')

/** The way back to the end, with how many messages have come there. */
export class Newest {
  /** Messages that were there when the reader left the end. */
  #read = 0

  template({ count, atEnd, words, toEnd }: { count: number; atEnd: boolean; words: ExtrasWords; toEnd(): void }): unknown {
    if (atEnd) {
      this.#read = count
      return nothing
    }
    const fresh = count - this.#read
    const label = fresh > 0 ? `${words.newest} (${fresh})` : words.newest
    return html`<button type="button" class="newest" aria-label=${label} title=${label} @click=${toEnd}>${downIcon}${fresh > 0 ? html`<b>${fresh}</b>` : nothing}</button>`
  }
}
