import type { Language, MessageContext, WidgetConfig } from '@coachkit/contract'
import type { Identity } from '@coachkit/sdk'
import { chooseLanguage, launcherLabels } from '../../locales/choose-language.js'
import { locales } from '../../locales/locales.js'
import type { Reword, WidgetWords } from '../../locales/page-words.js'
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
 * @attr {'floating' | 'inline' | 'page'} [mode=floating] - A launcher in a corner, a box in the flow, or the whole window.
 * @attr {'light' | 'dark'} theme - Without it, as the visitor's system.
 * @attr {'es' | 'en' | 'pt'} lang - Without it, that of the page, then the creator's.
 * @attr {string} embeddings - Where this website serves models; with it, questions are embedded in the page.
 * @attr {boolean} [opened=false] - There while the chat is open: set, it opens; taken away, it closes.
 * @attr {string} [color=#007bff] - The brand colour until the settings are here.
 * @attr {boolean} [left=false] - Stands on the left until the settings are here.
 * @attr {boolean} [off=false] - Shows nothing until the settings are here.
 * @csspart launcher - The round button.
 * @csspart panel - The chat, or what is asked before it.
 * @csspart nudge - What is said beside the round button.
 * @cssproperty [--coach-color=#007bff] - The brand colour.
 * @cssproperty --coach-radius - Of the panel's corners.
 * @cssproperty [--coach-offset=20px] - Distance from the window's edges.
 * @cssproperty [--coach-confidence=none] - `block` shows below an answer with sources how far the material covers the question.
 * @cssproperty [--coach-font=system-ui, sans-serif] - Font families. That it is the page's, its creator can choose.
 * @slot launcher - What stands in the button instead of the icon.
 * @fires {CustomEvent<{ config: WidgetConfig }>} coach-ready - It knows how it looks.
 * @fires {CustomEvent<void>} coach-open - The chat was opened.
 * @fires {CustomEvent<void>} coach-close - The chat was closed.
 * @fires {CustomEvent<{ role: 'user' | 'assistant' | 'member', text: string, author: string | undefined, messageId: string, conversationId: string }>} coach-message - The server has what the visitor wrote, an answer ended, or a person wrote.
 * @fires {CustomEvent<{ conversationId: string }>} coach-conversation - The visitor's first words began a conversation.
 * @fires {CustomEvent<{ state: 'requested' | 'person' | 'coach', person: string | undefined, conversationId: string }>} coach-handover - A person was asked for, has taken the conversation, or has given it back.
 * @fires {CustomEvent<void>} coach-form - The visitor answered what the creator asks first.
 * @fires {CustomEvent<{ id: string }>} coach-nudge - Something was said beside the round button.
 * @fires {CustomEvent<{ citation: Citation }>} coach-citation - The passage behind a citation was opened.
 * @fires {CustomEvent<{ messageId: string, rating: 'up' | 'down' | undefined }>} coach-feedback - The visitor said whether an answer helped, or took that back.
 * @fires {CustomEvent<{ checks: ContrastCheck[] }>} coach-contrast - Settings are tried out: how well their colours can be read as they are given.
 * @fires {CustomEvent<{ code: string, message: string }>} coach-error - Something failed, as a sentence for developers.
 */
export class CoachWidget extends Base {
  static readonly observedAttributes = ['creator', 'base-url', 'lang', 'mode', 'opened']

  /** The page's own words, by their names. Also when they were set before the script was there. */
  words: WidgetWords | undefined = (this as { words?: WidgetWords | undefined }).words

  protected readonly defaultBaseUrl: string = '/coach'
  readonly #launcher: HTMLButtonElement
  readonly #note: HTMLElement
  readonly #brand = new CSSStyleSheet()
  #panel: CoachPanel | undefined
  #found: WidgetConfig | undefined
  #previewed: Partial<WidgetConfig> | undefined
  #identity: Identity | undefined
  /** Puts the page's own words in the place of the widget's, where it has any. */
  #reword: Reword = (words) => words
  #dressed = false
  #opened = false
  #context: MessageContext | undefined
  /** Settles once the settings are here, or cannot be. */
  #known: Promise<void> | undefined
  /** Of the present life in a page: another one, or none, means that what was begun is over. */
  #life: object | undefined

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(launcherStyles)
    root.adoptedStyleSheets = [sheet, this.#brand]
    this.#launcher = document.createElement('button')
    this.#launcher.part.add('launcher')
    const slot = document.createElement('slot')
    this.#launcher.className = slot.name = 'launcher'
    slot.append(icon('bubble', 'M5.6 16.2A8.2 8.2 0 1 1 9 18.7l-5 1.8zM8.2 11h.01M12 11h.01M15.8 11h.01'))
    this.#launcher.append(slot, icon('chevron', 'M6 9.5l6 6 6-6'))
    this.#note = document.createElement('p')
    this.#note.role = 'alert'
    root.append(this.#launcher, this.#note)
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
    return this.#opened
  }

  /** Opens the chat and puts the keyboard in it. */
  open(): void {
    void this.#show(true)
  }

  /** Closes the chat; in the flow of a page there is nothing to close. */
  close(): void {
    const within = this.shadowRoot?.activeElement
    if (this.#inline || !this.#opened) return this.#set(this.#opened)
    this.#set(false)
    if (within) this.#launcher.focus()
  }

  toggle(): void {
    // Not by `open()`: a framework that takes it for a property has replaced it.
    this.#opened ? this.close() : void this.#show(true)
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
    this.#life = undefined
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // So Vue writes that it shall not be there.
    if (after === 'false') return this.removeAttribute(name)
    if (before === after || !this.#life) return
    if (name === 'lang') void this.#look()
    else if (name !== 'opened') this.#restart()
    else if (after === null) this.close()
    else if (!this.#opened) void this.#show()
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

  get #labels() {
    return this.#reword(launcherLabels[this.#language], this.#language)
  }

  async #panelInput(): Promise<PanelInput> {
    if (!this.#config) await this.#known
    const language = this.#language
    const { locale } = await locales[language]()
    return {
      baseUrl: this.baseUrl,
      creator: this.creator,
      language,
      locale: this.#reword(locale, language),
      reword: this.#reword,
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
    const life = {}
    this.#life = life
    this.#label()
    if (!this.creator) return
    this.#known = this.#configure(life)
    if (this.#inline || this.#opened || this.hasAttribute('opened')) void this.#show()
  }

  #set(opened: boolean): void {
    const changes = this.#opened !== opened
    this.#opened = opened
    this.toggleAttribute('opened', opened)
    this.#label()
    if (changes) this.emit(opened ? 'coach-open' : 'coach-close')
  }

  async #configure(life: object): Promise<void> {
    const address = `${this.baseUrl.replace(/\/$/, '')}/v1/widgets/${encodeURIComponent(this.creator)}/config`
    const kept = keptConfig(address)
    if (kept.refused) this.setAttribute('off', '')
    this.#found = kept.config
    const looks = this.#look()
    const { config = kept.config, refused } = await fetchConfig(address)
    await looks
    if (life !== this.#life) return
    this.toggleAttribute('off', !!refused)
    if (refused) {
      // For whoever builds the page; the visitor sees nothing.
      console.warn(this, refused)
      return this.close()
    }
    this.#found = config
    // What is asked first has come to be asked since the last visit.
    if (config?.form && !kept.config?.form && this.#panel) return this.#restart()
    await this.#look()
    this.setAttribute('data-ready', '')
    if (config) this.emit('coach-ready', { config })
  }

  async #look(): Promise<void> {
    const config = this.#config
    const color = config?.primaryColor ?? this.getAttribute('color')
    if (color) this.#brand.replaceSync(`:host{--coach-color:${color}}`)
    if (config) {
      this.#dressed ||= Boolean(config.launcher || config.font || config.nudges || config.autoOpen || this.words)
      this.toggleAttribute('left', /left/.test(config.position))
      this.toggleAttribute('off', this.#dressed)
      // Without a network it looks as usual.
      if (this.#dressed)
        await import('../dress/dress.js')
          .then(({ dress }) => {
            this.#reword = dress(this, config, this.#brand, this.#previewed)
          })
          .catch(() => undefined)
      this.removeAttribute('off')
    }
    this.#label()
  }

  /** The chat's code and its words. */
  async #load() {
    const [chat, input] = await Promise.all([import('../coach-panel/coach-panel.js'), this.#panelInput()])
    // Settings that are tried out may ask something first, too.
    const { CoachPanel } = this.#previewed || this.#config?.form ? await import('../form/form-panel.js') : chat
    return [CoachPanel, input] as const
  }

  async #show(byHand = false): Promise<CoachPanel | undefined> {
    this.#set(true)
    this.#note.textContent = ''
    this.toggleAttribute('busy', true)
    try {
      const [Panel, input] = await this.#load()
      if (this.#opened && !this.#panel) {
        this.#panel = new Panel(input, this)
        this.shadowRoot?.append(this.#panel)
      }
    } catch (error) {
      // Without a network before the first use; the next opening tries anew.
      this.#set(false)
      this.#note.textContent = this.#labels[2]
      this.emit('coach-error', { code: 'LOAD', message: `${error}` })
    }
    this.toggleAttribute('busy', false)
    this.#label()
    if (byHand && this.#opened) await this.#panel?.focusComposer()
    return this.#panel
  }

  #label(): void {
    const [open, close] = this.#labels
    const name = this.#config?.name ?? ''
    this.#launcher.ariaLabel = this.#opened ? close : `${open}${name && ` · ${name}`}`
    this.#launcher.ariaExpanded = `${this.#opened}`
    if (!this.#panel) return
    this.#panel.hidden = !this.#opened
    this.#panelInput().then(
      (input) => input.language === this.#language && this.#panel?.update(input),
      // The words stay as they were.
      () => undefined,
    )
  }

  #onKey(event: KeyboardEvent): void {
    // To the page it would seem typed outside of any field, where it may have shortcuts.
    event.stopPropagation()
    if (event.type + event.key !== 'keydownEscape' || event.defaultPrevented || !this.#opened || this.#inline) return
    event.preventDefault()
    this.close()
  }
}
