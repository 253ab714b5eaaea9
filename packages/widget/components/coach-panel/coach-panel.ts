import type { Citation, Language, WidgetConfig } from '@coachkit/contract'
import type { ConversationSnapshot, ThreadMessage } from '@coachkit/sdk'
import { html, nothing, render, type TemplateResult } from 'lit/html.js'
import { ConversationController } from '../../controllers/conversation-controller.js'
import { ScrollController } from '../../controllers/scroll-controller.js'
import type { Locale } from '../../locales/locale.js'
import { plainText } from '../../markdown/plain-text.js'
import { closeIcon, downIcon, newIcon } from '../../styles/icons.js'
import { tokens } from '../../styles/tokens.js'
import { citationCard } from '../citation-card/citation-card.js'
import { citationCardStyles } from '../citation-card/citation-card.styles.js'
import { composerTemplate } from '../composer/composer.js'
import { composerStyles } from '../composer/composer.styles.js'
import { endingOf, type MessageContext, messageTemplate, typingTemplate } from '../message/message.js'
import { messageStyles } from '../message/message.styles.js'
import { bannerTemplate } from './banner.js'
import { panelStyles, small } from './coach-panel.styles.js'
import { oncePerTurn } from './once-per-turn.js'

/** What the launcher knows and the panel shows. */
export interface PanelInput {
  baseUrl: string
  creator: string
  language: Language
  locale: Locale
  /** Without it, what the session's start brings. */
  config: WidgetConfig | undefined
  /** In the flow of the page, with nothing to close. */
  inline: boolean
}

const sheet = new CSSStyleSheet()
sheet.replaceSync([tokens, panelStyles, messageStyles, citationCardStyles, composerStyles].join(''))

/** The chat itself, loaded by the launcher. Dispatches `panel-close` and `panel-message`. */
export class CoachPanel extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #draw = oncePerTurn(() => this.#drawNow())
  readonly #conversation = new ConversationController({
    onChange: this.#draw,
    onConfig: (config) => {
      this.#config ??= config
      void this.#draw()
    },
    onAnswer: (message) => this.#answered(message),
  })
  readonly #scroll = new ScrollController(this.#draw)
  readonly #messages: MessageContext
  #input: PanelInput
  #config: WidgetConfig | undefined
  #draft = ''
  #announcement = ''
  #opened: { citation: Citation; opener: HTMLElement } | undefined
  #drawn = new WeakMap<ThreadMessage, TemplateResult>()

  constructor(input: PanelInput) {
    super()
    this.#root.adoptedStyleSheets = [sheet]
    this.#input = input
    this.#config = input.config
    this.#messages = {
      locale: input.locale,
      openCitation: (citation, opener) => void this.#openCitation(citation, opener),
      retry: (messageId) => this.#conversation.retry(messageId),
    }
    // Where the panel covers the page, what is focused outside would be hidden by it.
    this.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget && matchMedia(small).matches) this.#close()
    })
  }

  connectedCallback(): void {
    this.part.add('panel')
    this.#conversation.start(this.#input)
    void this.#draw()
  }

  disconnectedCallback(): void {
    this.#conversation.end()
  }

  update(input: PanelInput): void {
    if (input.locale !== this.#messages.locale) {
      this.#messages.locale = input.locale
      this.#drawn = new WeakMap()
    }
    this.#input = input
    this.#config = input.config ?? this.#config
    void this.#draw()
  }

  /** Puts the keyboard where the visitor writes. */
  async focusComposer(): Promise<void> {
    await this.#draw()
    this.#field?.focus()
    this.#scroll.toEnd()
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
    render(this.#template(snapshot, inline, language), this.#root)
    this.#scroll.watch(this.#root.querySelector('.log'))
  }

  #template(snapshot: ConversationSnapshot, inline: boolean, language: Language): TemplateResult {
    const { locale } = this.#messages
    const name = this.#config?.name ?? ''
    return html`<div class="panel" lang=${language} ?inert=${this.#opened !== undefined}>
        <div class="head">
          <span class="avatar" aria-hidden="true">${[...name][0] ?? ''}</span>
          <div class="title"><h2>${name}</h2><p>${locale.assistant}</p></div>
          <button type="button" class="icon-button" aria-label=${locale.newConversation} title=${locale.newConversation} ?disabled=${snapshot.messages.length === 0} @click=${this.#startNew}>${newIcon}</button>
          ${inline ? nothing : html`<button type="button" class="icon-button" aria-label=${locale.close} title=${locale.close} @click=${this.#close}>${closeIcon}</button>`}
        </div>
        ${bannerTemplate({ snapshot, locale, reopen: () => this.#conversation.reopen() })}
        <div class="body">${this.#log(snapshot)} ${this.#scroll.atEnd ? nothing : html`<button type="button" class="newest" aria-label=${locale.newest} title=${locale.newest} @click=${this.#scroll.toEnd}>${downIcon}</button>`}</div>
        <div class="foot">
          ${composerTemplate({
            locale,
            placeholder: this.#config?.placeholder || locale.placeholder,
            draft: this.#draft,
            stoppable: snapshot.messages.some((each) => each.role === 'assistant' && each.status === 'pending'),
            onDraft: (text) => void this.#write(text),
            onSend: () => this.#send(this.#draft),
            onStop: () => this.#conversation.stop(),
          })}
          <p class="notice">${locale.notice}</p>
        </div>
        <div class="hidden announcer" role="status">${this.#announcement}</div>
      </div>
      ${this.#opened ? citationCard(this.#opened.citation, { locale, close: this.#closeCitation }) : nothing}`
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
        ${messages.map((message) => this.#message(message))}
        ${waiting ? typingTemplate(locale) : nothing} ${!loading && messages.length === 0 ? this.#suggestions(locale) : nothing}
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
    this.#tell({ role: 'user', text: trimmed })
  }

  #answered(message: ThreadMessage): void {
    const { locale } = this.#messages
    const ended = endingOf(message, locale) ?? ''
    this.#announcement = `${locale.answerReady}: ${plainText(message.text)} ${ended}`.trim()
    this.#tell({ role: 'assistant', text: message.text })
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

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('panel-close'))
  }

  async #openCitation(citation: Citation, opener: HTMLElement): Promise<void> {
    this.#opened = { citation, opener }
    await this.#draw()
    this.#root.querySelector<HTMLElement>('.card .icon-button')?.focus()
  }

  readonly #closeCitation = async (): Promise<void> => {
    const opener = this.#opened?.opener
    this.#opened = undefined
    await this.#draw()
    opener?.focus()
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

  #tell(detail: { role: 'user' | 'assistant'; text: string }): void {
    this.dispatchEvent(new CustomEvent('panel-message', { detail }))
  }
}

if (!customElements.get('coach-panel')) customElements.define('coach-panel', CoachPanel)
