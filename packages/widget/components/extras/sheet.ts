import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { closeIcon } from '../../styles/icons.js'
import type { ExtrasHost } from './extras.js'

export interface Sheet {
  title: string
  /** What a screen reader says before the title. */
  prefix?: string
  icon?: TemplateResult
  place?: string
  closeLabel?: string
  body(): unknown
}

/** What lies over the panel, one sheet at a time; the keyboard stays within and goes back to where it came from. */
export class SheetStack {
  readonly #host: ExtrasHost
  #sheet: Sheet | undefined
  #opener: HTMLElement | undefined

  constructor(host: ExtrasHost) {
    this.#host = host
  }

  get current(): Sheet | undefined {
    return this.#sheet
  }

  async open(sheet: Sheet, opener?: HTMLElement): Promise<void> {
    this.#opener = opener ?? this.#opener ?? (this.#host.root.activeElement as HTMLElement | null) ?? undefined
    this.#sheet = sheet
    await this.#host.draw()
    const card = this.#host.root.querySelector('.card')
    const first = card?.querySelector<HTMLElement>('textarea') ?? card?.querySelector<HTMLElement>('.icon-button')
    first?.focus()
  }

  close = async (): Promise<void> => {
    const opener = this.#opener
    this.#sheet = undefined
    this.#opener = undefined
    await this.#host.draw()
    opener?.isConnected ? opener.focus() : this.#host.focusField()
  }

  /** The chat was closed over an open sheet; who opens it again wants to write. */
  async leave(): Promise<void> {
    if (!this.#sheet) return
    this.#opener = undefined
    await this.close()
  }

  template(words: ExtrasWords): unknown {
    const sheet = this.#sheet
    if (!sheet) return undefined
    const { title, prefix, place, icon, closeLabel = words.closeSheet } = sheet
    return html`<div class="veil" @click=${this.close}></div>
      <section class="card" role="dialog" aria-modal="true" aria-labelledby="card-title" @keydown=${this.#onKey}>
        <div class="card-head">
          ${icon ?? nothing}
          <div>
            <h2 id="card-title">${prefix ? html`<span class="hidden">${prefix}: </span>` : nothing}${title}</h2>
            ${place ? html`<p class="place">${place}</p>` : nothing}
          </div>
          <button type="button" class="icon-button" aria-label=${closeLabel} @click=${this.close}>${closeIcon}</button>
        </div>
        ${sheet.body()}
      </section>`
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      void this.close()
    }
    if (event.key !== 'Tab') return
    const stops = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('button:not(:disabled), a, textarea, [tabindex="0"]')]
    const at = stops.indexOf(event.target as HTMLElement)
    event.preventDefault()
    stops.at((at + (event.shiftKey ? -1 : 1)) % stops.length)?.focus()
  }
}
