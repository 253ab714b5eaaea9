import type { ExtrasHost } from './extras.js'

/** Follows the page while it lives: the language it says it is in, and the words of its own that it gives the widget. */
export class PageWords {
  readonly #host: ExtrasHost
  readonly #observer = new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.contains(this.#host.widget))) this.#sayAnew()
  })
  #words: unknown

  constructor(host: ExtrasHost) {
    this.#host = host
    this.#words = host.widget.words
    this.#observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true })
  }

  /** Before each drawing. */
  follow(): void {
    if (this.#words === this.#host.widget.words) return
    this.#words = this.#host.widget.words
    this.#sayAnew()
  }

  end(): void {
    this.#observer.disconnect()
  }

  #sayAnew(): void {
    this.#host.widget.attributeChangedCallback('lang', null, '')
  }
}
