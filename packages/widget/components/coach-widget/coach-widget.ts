import type { Language, MessageContext, WidgetConfig } from '@coachkit/contract'
import type { Identity } from '@coachkit/sdk'
import { chooseLanguage, launcherLabels } from '../../locales/choose-language.js'
import { loadLocale } from '../../locales/load-locale.js'
import type { CoachPanel } from '../coach-panel/coach-panel.js'
import type { PanelInput } from '../coach-panel/panel-input.js'
import { launcherStyles } from './coach-widget.styles.js'
import { fetchConfig, keptConfig } from './fetch-config.js'
import { icon } from './icon.js'

const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/**
 * A launcher that loads the chat when somebody means to use it.
 *
 * @tag coach-widget
 * @attr {string} creator - The creator whose coach answers.
 * @attr {string} base-url - Where the server is mounted; without it, where the script came from.
 * @attr {'floating' | 'inline' | 'page'} mode - A launcher in a corner, a box in the flow, or the whole window.
 * @attr {'light' | 'dark'} theme - Without it, as the visitor's system.
 * @attr {'es' | 'en' | 'pt'} lang - Without it, that of the page, then the creator's.
 * @attr {string} embeddings - Where this website serves models; with it, questions are embedded in the page.
 * @attr {boolean} open - Whether the chat is open.
 * @attr {string} color - The brand colour until the settings are here.
 * @attr {boolean} left - Stands on the left until the settings are here.
 * @attr {boolean} off - Shows nothing until the settings are here.
 * @csspart launcher - The round button.
 * @csspart panel - The chat, or what is asked before it.
 * @csspart nudge - What is said beside the round button.
 * @cssproperty --coach-color - The brand colour.
 * @cssproperty --coach-radius - Of the panel's corners.
 * @cssproperty --coach-offset - Distance from the window's edges.
 * @cssproperty --coach-font - Font families. That it is the page's, its creator can choose.
 * @slot launcher - What stands in the button instead of the icon.
 * @fires {CustomEvent<{ config: WidgetConfig }>} coach-ready - It knows how it looks.
 * @fires {CustomEvent<void>} coach-open - The chat was opened.
 * @fires {CustomEvent<void>} coach-close - The chat was closed.
 * @fires {CustomEvent<{ role: 'user' | 'assistant', text: string }>} coach-message - A question was sent, or an answer ended.
 * @fires {CustomEvent<void>} coach-form - The visitor answered what the creator asks first.
 * @fires {CustomEvent<{ id: string }>} coach-nudge - Something was said beside the round button.
 * @fires {CustomEvent<{ citation: Citation }>} coach-citation - The passage behind a citation was opened.
 * @fires {CustomEvent<{ messageId: string, rating: 'up' | 'down' | undefined }>} coach-feedback - The visitor said whether an answer helped, or took that back.
 * @fires {CustomEvent<{ code: string, message: string }>} coach-error - Something failed, as a sentence for developers.
 */
export class CoachWidget extends Base {
  static readonly observedAttributes = ['creator', 'base-url', 'lang', 'mode']

  protected readonly defaultBaseUrl: string = '/coach'
  readonly #launcher: HTMLButtonElement
  #note: HTMLElement | undefined
  readonly #brand = new CSSStyleSheet()
  #panel: CoachPanel | undefined
  #found: WidgetConfig | undefined
  #previewed: Partial<WidgetConfig> | undefined
  #identity: Identity | undefined
  #dressed = false
  #context: MessageContext | undefined
  /** Settles once the settings are here, or cannot be. */
  #known: Promise<void> | undefined
  #life: AbortController | undefined

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(launcherStyles)
    root.adoptedStyleSheets = [sheet, this.#brand]
    this.#launcher = document.createElement('button')
    this.#launcher.className = 'launcher'
    this.#launcher.part.add('launcher')
    const slot = document.createElement('slot')
    slot.name = 'launcher'
    slot.append(icon('bubble', 'M5.6 16.2A8.2 8.2 0 1 1 9 18.7l-5 1.8zM8.2 11h.01M12 11h.01M15.8 11h.01'))
    this.#launcher.append(slot, icon('chevron', 'M6 9.5l6 6 6-6'))
    root.append(this.#launcher)
    this.#launcher.onclick = () => this.toggle()
    for (const type of ['pointerenter', 'focus']) this.#launcher.addEventListener(type, () => this.#load().catch(() => undefined))
    for (const type of ['keydown', 'keypress', 'keyup']) root.addEventListener(type, (event) => this.#onKey(event as KeyboardEvent))
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

  /** Opens the chat and puts the keyboard in it. */
  open(): void {
    this.#show(true)
  }

  /** Closes the chat; in the flow of a page there is nothing to close. */
  close(): void {
    if (!this.isOpen || this.#inline) return
    const within = this.shadowRoot?.activeElement
    this.removeAttribute('open')
    this.#label()
    if (within) this.#launcher.focus()
    this.emit('coach-close')
  }

  toggle(): void {
    this.isOpen ? this.close() : this.open()
  }

  /** Opens the chat and asks. */
  async send(text: string): Promise<void> {
    ;(await this.#show(true))?.send(text)
  }

  /** Says who the visitor is: an identity token that your server signed, or a function that gets a fresh one. Nothing: nobody any more. */
  identify(identity?: string | Identity): void {
    this.#identity = typeof identity === 'function' ? identity : () => identity
    this.#restart()
  }

  /**
   * Says where the visitor is, such as `{ url: location.href, title: document.title, product: 'Blue shoes' }`: it goes along with each
   * question from now on, as data for the coach and its people to see. Nothing: no more.
   */
  setContext(context?: MessageContext): void {
    this.#context = context
  }

  /** Shows settings that are not saved; without any, those of the server. */
  preview(config?: Partial<WidgetConfig>): void {
    this.#previewed = config
    this.#dressed = true
    void this.#look()
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
    name === 'lang' ? this.#label() : this.#restart()
  }

  /** Dispatches an event of the widget. */
  emit(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  }

  get #inline(): boolean {
    return /inline|page/.test(this.getAttribute('mode') as string)
  }

  get #config(): WidgetConfig | undefined {
    return this.#found && { ...this.#found, ...this.#previewed }
  }

  get #language(): Language {
    return chooseLanguage([this.getAttribute('lang'), this.parentElement?.closest('[lang]')?.getAttribute('lang'), this.#config?.language])
  }

  async #panelInput(): Promise<PanelInput> {
    await this.#known
    const language = this.#language
    const locale = await loadLocale(language)
    return {
      baseUrl: this.baseUrl,
      creator: this.creator,
      language,
      locale,
      config: this.#config,
      inline: this.#inline,
      identity: this.#identity,
      context: () => this.#context,
    }
  }

  #restart(): void {
    this.#panel?.remove()
    this.#panel = undefined
    if (this.#life) this.#start()
  }

  #start(): void {
    this.#life?.abort()
    const life = new AbortController()
    this.#life = life
    this.#label()
    if (!this.creator) return
    this.#known = this.#configure(life.signal)
    if (this.isOpen || this.#inline) void this.#show()
  }

  async #configure(signal: AbortSignal): Promise<void> {
    const address = `${this.baseUrl.replace(/\/$/, '')}/v1/widgets/${encodeURIComponent(this.creator)}/config`
    const kept = keptConfig(address)
    if (kept.refused) this.setAttribute('off', '')
    this.#found = kept.config
    void this.#look()
    const { config = kept.config, refused } = await fetchConfig(address, signal)
    if (signal.aborted) return
    this.toggleAttribute('off', !!refused)
    if (refused) {
      // For whoever builds the page; the visitor sees nothing.
      console.warn(this, refused)
      return this.close()
    }
    this.#found = config
    await this.#look()
    this.setAttribute('data-ready', '')
    if (config) this.emit('coach-ready', { config })
    if (config?.autoOpen)
      this.#load().then(
        ([Panel]) => void (Panel.mayOpen() && this.#show()),
        () => undefined,
      )
  }

  async #look(): Promise<void> {
    const config = this.#config
    const color = config?.primaryColor ?? this.getAttribute('color')
    if (color) this.#brand.replaceSync(`:host { --coach-color: ${color} }`)
    if (config) {
      this.#dressed ||= Boolean(config.launcher || config.font || config.nudges)
      this.toggleAttribute('left', /left/.test(config.position))
      this.toggleAttribute('off', this.#dressed)
      // Without a network it looks as usual.
      if (this.#dressed)
        await import('../dress/dress.js')
          .then(({ dress }) => dress({ widget: this, config, sheet: this.#brand, previewed: this.#previewed }))
          .catch(() => undefined)
      this.removeAttribute('off')
    }
    this.#label()
  }

  /** The chat's code and its words. */
  async #load() {
    const chat = import('../coach-panel/coach-panel.js').then(({ CoachPanel }) => CoachPanel)
    const input = await this.#panelInput()
    // Settings that are tried out may ask something first, too.
    return [this.#previewed || input.config?.form ? (await import('../form/form-panel.js')).CoachPanel : await chat, input] as const
  }

  async #show(byHand = false): Promise<CoachPanel | undefined> {
    const opens = !this.isOpen
    this.setAttribute('open', '')
    this.#label()
    if (opens) this.emit('coach-open')
    this.#note?.remove()
    this.toggleAttribute('busy', true)
    try {
      const [Panel, input] = await this.#load()
      if (this.isOpen && !this.#panel) {
        this.#panel = new Panel(input, this)
        this.shadowRoot?.append(this.#panel)
      }
    } catch {
      // Without a network before the first use; the next opening tries anew.
      this.removeAttribute('open')
      const note = document.createElement('p')
      note.role = 'alert'
      note.textContent = launcherLabels[this.#language].failed
      this.shadowRoot?.append(note)
      this.#note = note
      this.emit('coach-close')
    }
    this.toggleAttribute('busy', false)
    this.#label()
    if (byHand && this.isOpen) await this.#panel?.focusComposer()
    return this.#panel
  }

  #label(): void {
    const { open, close } = launcherLabels[this.#language]
    const name = this.#config?.name ?? ''
    this.#launcher.ariaLabel = this.isOpen ? close : `${open}${name && ` · ${name}`}`
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
    // To the page it would seem typed outside of any field, where it may have shortcuts.
    event.stopPropagation()
    if (event.type + event.key !== 'keydownEscape' || event.defaultPrevented || !this.isOpen || this.#inline) return
    event.preventDefault()
    this.close()
  }
}
