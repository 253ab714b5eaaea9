import { html, nothing } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import type { ExtrasHost } from './extras.js'

interface EmbedderParts {
  host: ExtrasHost
  words(): ExtrasWords
  announce(text: string): void
}

/** A model in the page, where its host wants one: nothing of it is loaded before the visitor goes to the field, and nothing without the attribute. */
export class LaterEmbedder {
  readonly #parts: EmbedderParts
  readonly #life = new AbortController()
  /** While it is loaded: from 0 to 1. */
  #done: number | undefined
  #begun = false

  constructor(parts: EmbedderParts) {
    this.#parts = parts
    parts.host.root.addEventListener('focusin', this.#reach, { signal: this.#life.signal })
    this.#reach({ target: parts.host.root.activeElement })
  }

  /** Above the field: how far it is. */
  line(): unknown {
    if (this.#done === undefined) return nothing
    const percent = new Intl.NumberFormat(this.#parts.host.input.language, { style: 'percent' }).format(this.#done)
    return html`<p class="state preparing"><progress max="1" value=${this.#done} aria-hidden="true"></progress><span>${this.#parts.words().preparing.replace('{percent}', percent)}</span></p>`
  }

  end(): void {
    this.#life.abort()
  }

  readonly #reach = ({ target }: { target: EventTarget | null }): void => {
    const { widget, conversation } = this.#parts.host
    const address = widget.getAttribute('embeddings')
    // Where only people answer, nothing is looked for.
    if (this.#begun || address === null || !(target instanceof HTMLTextAreaElement) || conversation.snapshot?.conversation?.kind === 'direct') return
    this.#begun = true
    void this.#begin(address)
  }

  async #begin(address: string): Promise<void> {
    const { host, words, announce } = this.#parts
    const { signal } = this.#life
    const onProgress = (done: number) => {
      // Screen readers hear of the beginning and of the end.
      if (this.#done === undefined) announce(words().preparing.replace('{percent}', '').trim())
      this.#done = Math.min(1, done)
      void host.draw()
    }
    const ready = await import('../embedder/embedder.js').then(
      ({ beginEmbedding }) => beginEmbedding({ host, address, signal, onProgress }),
      () => false,
    )
    if (signal.aborted) return
    this.#done = undefined
    announce(ready ? words().prepared : '')
    void host.draw()
  }
}
