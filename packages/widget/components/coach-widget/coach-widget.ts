import type { Language, WidgetConfig } from '@coachkit/contract'
import { chooseLanguage, launcherLabels } from '../../locales/choose-language.js'
import { loadLocale } from '../../locales/load-locale.js'
import type { CoachPanel, PanelInput } from '../coach-panel/coach-panel.js'
import { launcherStyles } from './coach-widget.styles.js'
import { fetchConfig } from './fetch-config.js'
import { icon } from './icon.js'

/** Events of `<coach-widget>`; all bubble out of shadow roots. */
export interface CoachWidgetEventMap {
  'coach-open': CustomEvent<void>
  'coach-close': CustomEvent<void>
  /** A question was sent, or an answer ended. */
  'coach-message': CustomEvent<{ role: 'user' | 'assistant'; text: string }>
}

const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/** `<coach-widget creator base-url? mode="floating | inline" lang? theme?>`: a launcher that loads the chat when somebody means to use it. */
export class CoachWidget extends Base {
  static readonly observedAttributes = ['creator', 'base-url', 'lang']

  protected readonly defaultBaseUrl: string = '/coach'
  readonly #launcher: HTMLButtonElement
  readonly #note: HTMLParagraphElement
  readonly #brand = new CSSStyleSheet()
  #panel: CoachPanel | undefined
  #config: WidgetConfig | undefined
  #denied: string | undefined
  #life: AbortController | undefined

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(launcherStyles)
    root.adoptedStyleSheets = [sheet, this.#brand]
    this.#launcher = document.createElement('button')
    this.#launcher.type = 'button'
    this.#launcher.className = 'launcher'
    this.#launcher.part.add('launcher')
    this.#launcher.append(
      icon(
        'bubble',
        'M12 3.5c5 0 9 3.3 9 7.6s-4 7.6-9 7.6c-1 0-2-.1-2.9-.4L4.5 20.5l1.1-3.7C4 15.4 3 13.4 3 11.1c0-4.3 4-7.6 9-7.6zM8.2 11.1h.01M12 11.1h.01M15.8 11.1h.01',
      ),
    )
    this.#launcher.append(icon('chevron', 'M6 9.5l6 6 6-6'))
    this.#note = document.createElement('p')
    this.#note.className = 'note'
    this.#note.role = 'alert'
    root.append(this.#launcher)
    this.#launcher.addEventListener('click', () => this.toggle())
    for (const type of ['pointerenter', 'pointerdown', 'focus']) this.#launcher.addEventListener(type, () => this.#load().catch(() => undefined))
    root.addEventListener('keydown', (event) => this.#onKey(event as KeyboardEvent))
  }

  /** The creator whose coach answers. */
  get creator(): string {
    return this.getAttribute('creator') ?? ''
  }
  set creator(value: string) {
    this.setAttribute('creator', value)
  }

  /** Where the server is mounted; without it, where the script came from. */
  get baseUrl(): string {
    return this.getAttribute('base-url') ?? this.defaultBaseUrl
  }
  set baseUrl(value: string) {
    this.setAttribute('base-url', value)
  }

  get isOpen(): boolean {
    return this.hasAttribute('open')
  }

  open(): void {
    if (this.isOpen) return
    this.setAttribute('open', '')
    this.removeAttribute('data-unread')
    this.#label()
    void this.#show()
    this.#dispatch('coach-open')
  }

  close(): void {
    if (!this.isOpen || this.#inline) return
    const within = this.shadowRoot?.activeElement
    this.removeAttribute('open')
    this.#label()
    if (within) this.#launcher.focus()
    this.#dispatch('coach-close')
  }

  toggle(): void {
    this.isOpen ? this.close() : this.open()
  }

  connectedCallback(): void {
    this.#start()
  }

  disconnectedCallback(): void {
    this.#life?.abort()
    this.#life = undefined
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.#life) return
    if (name === 'lang') return this.#label()
    this.#panel?.remove()
    this.#panel = undefined
    this.#start()
  }

  get #inline(): boolean {
    return this.getAttribute('mode') === 'inline'
  }

  get #language(): Language {
    return chooseLanguage([this.getAttribute('lang'), this.parentElement?.closest('[lang]')?.getAttribute('lang'), this.#config?.language])
  }

  async #panelInput(): Promise<PanelInput> {
    const language = this.#language
    const locale = await loadLocale(language)
    return { baseUrl: this.baseUrl, creator: this.creator, language, locale, config: this.#config, inline: this.#inline }
  }

  #start(): void {
    this.#life?.abort()
    const life = new AbortController()
    this.#life = life
    this.#label()
    if (!this.creator) return
    this.removeAttribute('data-refused')
    void this.#configure(life.signal)
    if (this.isOpen) void this.#show()
    else if (this.#inline) this.open()
  }

  async #configure(signal: AbortSignal): Promise<void> {
    const found = await fetchConfig({ baseUrl: this.baseUrl, creator: this.creator, signal })
    if (signal.aborted) return
    if (found.refused) {
      console.warn(`<coach-widget creator="${this.creator}">: ${found.refused}`)
      return void this.setAttribute('data-refused', '')
    }
    // Whoever opens it is told; a panel that is open already says so itself.
    this.#denied = found.denied
    this.#config = found.config
    if (found.config) {
      this.#brand.replaceSync(`:host { --coach-color: ${found.config.primaryColor} }`)
      this.toggleAttribute('data-left', found.config.position === 'bottom-left')
    }
    this.setAttribute('data-ready', '')
    this.#label()
  }

  /** The chat's code and its words. */
  #load() {
    return Promise.all([import('../coach-panel/coach-panel.js'), this.#panelInput()])
  }

  async #show(): Promise<void> {
    this.#note.remove()
    this.toggleAttribute('busy', true)
    try {
      if (this.#denied) throw this.#denied
      const [{ CoachPanel }, input] = await this.#load()
      if (this.isOpen) this.#panel ??= this.#adopt(new CoachPanel(input))
    } catch {
      // Not for this website, or without a network before the first use; the next opening tries anew.
      this.removeAttribute('open')
      this.#note.textContent = this.#denied ?? launcherLabels[this.#language].failed
      this.shadowRoot?.append(this.#note)
      this.#dispatch('coach-close')
    }
    this.toggleAttribute('busy', false)
    this.#label()
    if (this.isOpen && !this.#inline) await this.#panel?.focusComposer()
  }

  #adopt(panel: CoachPanel): CoachPanel {
    panel.addEventListener('panel-close', () => this.close())
    panel.addEventListener('panel-message', (event) => {
      const { detail } = event as CoachWidgetEventMap['coach-message']
      if (!this.isOpen && detail.role === 'assistant') this.setAttribute('data-unread', '')
      this.#label()
      this.#dispatch('coach-message', detail)
    })
    this.shadowRoot?.append(panel)
    return panel
  }

  #label(): void {
    const { open, close, unread } = launcherLabels[this.#language]
    const name = this.#config?.name ?? ''
    const label = this.isOpen ? close : `${open}${name && ` · ${name}`}`
    this.#launcher.ariaLabel = this.hasAttribute('data-unread') ? `${label} (${unread})` : label
    this.#launcher.ariaExpanded = String(this.isOpen)
    if (!this.#panel) return
    this.#panel.hidden = !this.isOpen
    this.#panelInput().then(
      (input) => input.language === this.#language && this.#panel?.update(input),
      // The words stay as they were.
      () => undefined,
    )
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.isOpen || this.#inline) return
    event.preventDefault()
    this.close()
  }

  #dispatch<Type extends keyof CoachWidgetEventMap>(type: Type, detail?: CoachWidgetEventMap[Type]['detail']): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  }
}
