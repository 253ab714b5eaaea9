import type { Language, WidgetConfig } from '@coachkit/contract'
import type { ConversationSnapshot, ThreadMessage } from '@coachkit/sdk'
import { html, nothing, render, type TemplateResult } from 'lit/html.js'
import { ConversationController } from '../../controllers/conversation-controller.js'
import { ScrollController } from '../../controllers/scroll-controller.js'
import type { Locale } from '../../locales/locale.js'
import { closeIcon, downIcon, newIcon } from '../../styles/icons.js'
import { tokens } from '../../styles/tokens.js'
import { composerTemplate } from '../composer/composer.js'
import { composerStyles } from '../composer/composer.styles.js'
import type { Extras, ExtrasHost } from '../extras/extras.js'
import { type MessageContext, messageTemplate, typingTemplate } from '../message/message.js'
import { messageStyles } from '../message/message.styles.js'
import { bannerTemplate } from './banner.js'
import { panelStyles, small } from './coach-panel.styles.js'
import { oncePerTurn } from './once-per-turn.js'
import type { PanelHost, PanelInput } from './panel-input.js'

const sheet = new CSSStyleSheet()
sheet.replaceSync([tokens, panelStyles, messageStyles, composerStyles].join(''))

/** The chat itself, loaded by the launcher. */
export class CoachPanel extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #draw = oncePerTurn(() => this.#drawNow())
  readonly #conversation = new ConversationController({
    onChange: this.#draw,
    onConfig: (config) => {
      this.#config ??= config
      void this.#draw()
    },
    onAnswer: (message) => void this.#answered(message),
    onError: ({ code, message }) => this.#host.emit('coach-error', { code, message }),
  })
  readonly #scroll = new ScrollController(this.#draw)
  readonly #messages: MessageContext
  readonly #host: PanelHost
  #input: PanelInput
  #config: WidgetConfig | undefined
  #draft = ''
  #announcement = ''
  #extras: Extras | undefined
  #loading: Promise<Extras> | undefined
  /** Messages that were there when the reader left the end. */
  #read = 0
  #drawn = new WeakMap<ThreadMessage, TemplateResult>()

  /** Whether it may open by itself: once in the life of a tab. */
  static mayOpen(): boolean {
    try {
      const first = sessionStorage.getItem('coachkit:opened') === null
      sessionStorage.setItem('coachkit:opened', '1')
      return first
    } catch {
      return false
    }
  }

  constructor(input: PanelInput, host: PanelHost) {
    super()
    this.#host = host
    this.#root.adoptedStyleSheets = [sheet]
    this.#input = input
    this.#config = input.config
    this.#messages = {
      locale: input.locale,
      openCitation: async (citation, opener) => (await this.#more()).showCitation(citation, opener),
      retry: (messageId) => this.#conversation.retry(messageId),
      actions: (message) => this.#extras?.actions(message),
      code: (text) => this.#extras?.code(text),
    }
    this.addEventListener('keydown', (event) => this.#extras?.key(event) && event.preventDefault())
    // Where the panel covers the page, what is focused outside would be hidden by it.
    this.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget && matchMedia(small).matches) this.#host.close()
    })
  }

  connectedCallback(): void {
    this.part.add('panel')
    this.#conversation.start(this.#input)
    void this.#draw()
    // After the first frame, so that nothing of it waits.
    setTimeout(() => this.#more().catch(() => undefined), 50)
  }

  disconnectedCallback(): void {
    this.#conversation.end()
    this.#extras?.end()
  }

  update(input: PanelInput): void {
    if (input.locale !== this.#messages.locale) {
      this.#messages.locale = input.locale
      this.#drawn = new WeakMap()
    }
    this.#input = input
    this.#config = input.config ?? this.#config
    void this.#extras?.update()
    void this.#draw()
  }

  send(text: string): void {
    this.#send(text, true)
  }

  /** Puts the keyboard where the visitor writes. */
  async focusComposer(): Promise<void> {
    await this.#draw()
    this.#extras?.seen()
    this.#field?.focus()
    this.#scroll.toEnd()
  }

  /** What the first use does without. A failed load is tried again when it is needed. */
  #more(): Promise<Extras> {
    this.#loading ??= import('../extras/create-extras.js')
      .then(({ createExtras }) => createExtras(this.#extrasHost()))
      .then((extras) => {
        this.#extras = extras
        void this.#drawAll()
        return extras
      })
      .catch((error: unknown) => {
        this.#loading = undefined
        throw error
      })
    return this.#loading
  }

  #drawAll(): Promise<void> {
    this.#drawn = new WeakMap()
    return this.#draw()
  }

  #extrasHost(): ExtrasHost {
    const panel = this
    return {
      root: this.#root,
      conversation: this.#conversation,
      widget: this.#host,
      draw: this.#draw,
      drawAll: () => this.#drawAll(),
      focusField: () => this.#field?.focus(),
      write: (text) => void this.#write(text),
      get input() {
        return { ...panel.#input, config: panel.#config }
      },
      get draft() {
        return panel.#draft
      },
    }
  }

  get #field(): HTMLTextAreaElement | null {
    return this.#root.querySelector('textarea')
  }

  #drawNow(): void {
    const { snapshot } = this.#conversation
    if (!snapshot) return
    const { inline, language } = this.#input
    this.role = inline ? 'region' : 'dialog'
    this.ariaLabel = this.#config?.name || this.#messages.locale.conversation
    this.toggleAttribute('inline', inline)
    this.toggleAttribute('left', this.#config?.position === 'bottom-left')
    const { borderRadius, backgroundColor, textColor, secondaryColor } = this.#config ?? {}
    const look = {
      '--radius': borderRadius === undefined ? undefined : `${borderRadius}px`,
      '--page': backgroundColor,
      '--ink': textColor,
      '--second': secondaryColor,
    }
    for (const [name, value] of Object.entries(look)) this.style.setProperty(name, value ?? '')
    render(this.#template(snapshot, inline, language), this.#root)
    this.#scroll.watch(this.#root.querySelector('.log'))
  }

  #template(snapshot: ConversationSnapshot, inline: boolean, language: Language): TemplateResult {
    const { locale } = this.#messages
    const name = this.#config?.name ?? ''
    const overlay = this.#extras?.overlay()
    return html`<div class="panel" lang=${language} ?inert=${overlay !== undefined}>
        <div class="head">
          <span class="avatar" aria-hidden="true">${[...name][0] ?? ''}</span>
          <div class="title"><h2>${name}</h2><p>${this.#config?.hours ?? locale.assistant}</p></div>
          <button type="button" class="icon-button" aria-label=${locale.newConversation} title=${locale.newConversation} ?disabled=${snapshot.messages.length === 0} @click=${this.#startNew}>${newIcon}</button>
          ${this.#extras?.head()}
          ${inline ? nothing : html`<button type="button" class="icon-button" aria-label=${locale.close} title=${locale.close} @click=${() => this.#host.close()}>${closeIcon}</button>`}
        </div>
        ${bannerTemplate({ snapshot, locale, reopen: () => this.#conversation.reopen(), countdown: (retryAt) => this.#extras?.countdown(retryAt) })}
        <div class="body">${this.#log(snapshot)} ${this.#newest(snapshot.messages.length, locale)}</div>
        <div class="foot">
          ${composerTemplate({
            locale,
            placeholder: this.#config?.placeholder || locale.placeholder,
            draft: this.#draft,
            stoppable: snapshot.messages.some((each) => each.role === 'assistant' && each.status === 'pending'),
            onDraft: (text) => void this.#write(text),
            onSend: () => this.#send(this.#draft),
            onStop: () => this.#conversation.stop(),
            more: this.#extras?.composer(),
          })}
          <p class="notice">${locale.notice}</p>
        </div>
        <div class="hidden announcer" role="status">${this.#announcement}</div>
      </div>
      ${overlay}`
  }

  /** The way back to the end, with how many messages have come there. */
  #newest(count: number, locale: Locale): unknown {
    if (this.#scroll.atEnd) {
      this.#read = count
      return nothing
    }
    const fresh = count - this.#read
    const label = fresh > 0 ? `${locale.newest} (${fresh})` : locale.newest
    return html`<button type="button" class="newest" aria-label=${label} title=${label} @click=${this.#scroll.toEnd}>${downIcon}${fresh > 0 ? html`<b>${fresh}</b>` : nothing}</button>`
  }

  #log({ messages, loading, answering, hasOlder }: ConversationSnapshot): TemplateResult {
    const { locale } = this.#messages
    const last = messages.at(-1)
    const waiting = answering && last?.role === 'user' && last.status === 'sent'
    return html`<div class="log" role="log" aria-live="off" aria-label=${locale.conversation} aria-busy=${loading} tabindex="0" @scroll=${this.#scroll.onScroll}>
      <div class="thread">
        ${hasOlder ? html`<button type="button" class="text-button older" @click=${this.#loadOlder}>${locale.older}</button>` : nothing}
        ${this.#config?.greeting && !hasOlder ? html`<div class="row answer"><div class="bubble" dir="auto">${this.#config.greeting}</div></div>` : nothing}
        ${loading && messages.length === 0 ? html`<div class="skeleton"><span class="hidden">${locale.loading}</span><i></i><i></i><i></i></div>` : nothing}
        ${messages.map((message, index) => [this.#extras?.day(messages[index - 1], message), this.#message(message)])}
        ${waiting && this.#config?.showTypingIndicator !== false ? typingTemplate(locale) : nothing} ${!loading && messages.length === 0 ? this.#suggestions(locale) : nothing}
      </div>
    </div>`
  }

  /** An unchanged message is neither read nor drawn again while another one grows. */
  #message(message: ThreadMessage): TemplateResult {
    const drawn = this.#drawn.get(message) ?? messageTemplate(message, this.#messages)
    this.#drawn.set(message, drawn)
    return drawn
  }

  #suggestions(locale: Locale): unknown {
    const suggestions = this.#config?.suggestions ?? []
    if (suggestions.length === 0) return nothing
    return html`<ul class="suggestions" aria-label=${locale.suggestions}>
      ${suggestions.map((text) => html`<li><button type="button" dir="auto" @click=${() => this.#send(text, true)}>${text}</button></li>`)}
    </ul>`
  }

  #send(text: string, suggested = false): void {
    const trimmed = text.trim()
    if (!trimmed) return
    this.#conversation.send(trimmed)
    if (!suggested) void this.#write('')
    this.#field?.focus()
    this.#scroll.toEnd()
    this.#host.emit('coach-message', { role: 'user', text: trimmed })
  }

  async #answered(message: ThreadMessage): Promise<void> {
    this.#host.emit('coach-message', { role: 'assistant', text: message.text })
    this.#announcement = (await this.#more()).answered(message)
    void this.#draw()
  }

  readonly #startNew = (): void => {
    this.#conversation.startNew()
    this.#announcement = ''
    void this.focusComposer()
  }

  readonly #loadOlder = async (): Promise<void> => {
    await this.#scroll.hold(async () => {
      await this.#conversation.loadOlder()
      await this.#draw()
    })
    // The button may be gone, and the keyboard with it.
    this.#root.querySelector<HTMLElement>('.log')?.focus({ preventScroll: true })
  }

  /** The field grows with its text, up to what its style allows. */
  async #write(text: string): Promise<void> {
    this.#draft = text
    await this.#draw()
    const field = this.#field
    if (!field) return
    field.rows = 1
    const lineHeight = Number.parseFloat(getComputedStyle(field).lineHeight) || 22
    const padding = field.clientHeight - lineHeight
    field.rows = Math.min(6, Math.max(1, Math.round((field.scrollHeight - padding) / lineHeight)))
  }
}

if (!customElements.get('coach-panel')) customElements.define('coach-panel', CoachPanel)
