import type { WidgetConfig } from '@coachkit/contract'
import { html, nothing } from 'lit/html.js'
import type { ExtrasParts } from './extras-parts.js'

/** What servers take that say nothing of it. */
const usual = { coach: 4000, people: 5000 }
/** Characters before the end from which on it is said how many are left; of short texts the last tenth. */
const near = 200

/** Characters that a message may have. */
export function maxLength(config: WidgetConfig | undefined, isHeld: boolean): number {
  const { coach, people } = config?.maxMessageLength ?? usual
  return isHeld ? people : coach
}

/** How much room is left for a text, near the end and beyond it. Nothing is cut: whoever pastes too much sees by how much. */
export class Room {
  readonly #parts: Pick<ExtrasParts, 'host' | 'words' | 'announce'>
  /** What screen readers were told of it. */
  #told = ''

  constructor(parts: Pick<ExtrasParts, 'host' | 'words' | 'announce'>) {
    this.#parts = parts
  }

  line(text: string, most: number): unknown {
    const { host, words, announce } = this.#parts
    const left = most - text.trim().length
    const state = left < 0 ? 'failure' : left <= Math.min(near, most / 10) ? 'near' : ''
    const count = new Intl.NumberFormat(host.input.language).format(Math.abs(left))
    const sentence = (left < 0 ? words().charactersOver : words().charactersLeft).replace('{count}', count)
    // Said when it begins to matter, not at each letter.
    if (state && state !== this.#told) announce(sentence)
    this.#told = state
    return state ? html`<p class="state room ${state}" id="room">${sentence}</p>` : nothing
  }
}
