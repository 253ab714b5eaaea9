import type { Language } from '@coachkit/contract'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { adopt } from './adopt.js'
import { badgeStyles } from './badge.styles.js'
import type { ExtrasHost } from './extras.js'

/** In the launcher's own root, which nobody sees before there is something to count. */
const badge = new CSSStyleSheet()
badge.replaceSync(badgeStyles)

/** Counts answers that came while the chat was closed or the page in the background: on the launcher and in the page's title. */
export class Unread {
  readonly #host: ExtrasHost
  readonly #words: () => ExtrasWords
  #count = 0
  /** The mark that stands before the title now. */
  #mark = ''
  readonly #onVisible = () => {
    if (!document.hidden && this.#host.widget.isOpen) this.clear()
  }

  constructor(host: ExtrasHost, words: () => ExtrasWords) {
    this.#host = host
    this.#words = words
    document.addEventListener('visibilitychange', this.#onVisible)
    const root = host.widget.shadowRoot
    if (root) adopt(root, badge)
  }

  add(): void {
    if (this.#host.widget.isOpen && !document.hidden) return
    this.#show(this.#count + 1)
  }

  clear(): void {
    this.#show(0)
  }

  end(): void {
    this.clear()
    document.removeEventListener('visibilitychange', this.#onVisible)
  }

  #show(count: number): void {
    this.#count = count
    this.#markTitle()
    const launcher = this.#host.widget.shadowRoot?.querySelector<HTMLElement>('.launcher')
    if (!launcher) return
    launcher.ariaDescription = count > 0 ? unreadIn(count, this.#host.input.language, this.#words()) : null
    count > 0 ? launcher.setAttribute('data-count', String(Math.min(count, 99))) : launcher.removeAttribute('data-count')
  }

  #markTitle(): void {
    // A form named `title` hides the page's.
    if (typeof document.title !== 'string') return
    // The page may have changed its title meanwhile: only the own mark is taken away.
    if (this.#mark && document.title.startsWith(this.#mark)) document.title = document.title.slice(this.#mark.length)
    this.#mark = this.#count > 0 ? `(${this.#count}) ` : ''
    if (this.#mark) document.title = this.#mark + document.title
  }
}

function unreadIn(count: number, language: Language, words: ExtrasWords): string {
  return `${count} ${new Intl.PluralRules(language).select(count) === 'one' ? words.unreadOne : words.unreadMany}`
}
