import type { Language, WidgetConfig } from '@coachkit/contract'
import type { ConversationSnapshot, ThreadMessage } from '@coachkit/sdk'
import { html, nothing, render, type TemplateResult } from 'lit/html.js'
import { ConversationController } from '../../controllers/conversation-controller.js'
import { ScrollController } from '../../controllers/scroll-controller.js'
import { ThreadRows } from '../../controllers/thread-rows.js'
import type { Locale } from '../../locales/locale.js'
import { closeIcon, newIcon } from '../../styles/icons.js'
import { tokens } from '../../styles/tokens.js'
import { composerTemplate } from '../composer/composer.js'
import { composerStyles } from '../composer/composer.styles.js'
import type { Extras, ExtrasHost } from '../extras/extras.js'
import { type MessageContext, messageTemplate, typingTemplate } from '../message/message.js'
import { messageStyles } from '../message/message.styles.js'
import { bannerTemplate } from './banner.js'
import { panelStyles, small } from './coach-panel.styles.js'
import { inTime } from './in-time.js'
import { oncePerTurn } from './once-per-turn.js'
import type { PanelHost, PanelInput } from './panel-input.js'

const sheet = new CSSStyleSheet()
sheet.replaceSync([tokens, panelStyles, messageStyles, composerStyles].join(''))

/** The chat itself, loaded by the launcher. */
export class CoachPanel extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #draw = oncePerTurn(() => this.#drawNow())
  readonly #changed = inTime(this.#draw, () => this.#conversation.isGrowing)
  readonly #conversation = new ConversationController({
    onChange: () => this.#changed(),
    onConfig: (config) => {
      this.#config ??= config
      void this.#draw()
    },
    onMessage: (message) => void this.#told(message),
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
  readonly #rows = new ThreadRows()

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
    if (!this.#extras) return
    this.#extras.end()
    // Made anew where it stands then.
    this.#extras = this.#loading = undefined
  }

  update(input: PanelInput): void {
    if (input.locale !== this.#messages.locale) {
      this.#messages.locale = input.locale
      this.#rows.makeAnew()
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
    // What follows needs the layout of what was drawn: in a task of its own, so that others come between.
    await new Promise((resolve) => setTimeout(resolve))
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
    this.#rows.makeAnew()
    return this.#draw()
  }

  #extrasHost(): ExtrasHost {
    const panel = this
    return {
      root: this.#root,
      conversation: this.#conversation,
      rows: this.#rows,
      widget: this.#host,
      draw: this.#draw,
      drawAll: () => this.#drawAll(),
      focusField: () => this.#field?.focus(),
      toEnd: this.#scroll.toEnd,
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
    this.toggleAttribute('left', /left/.test(this.#config?.position ?? ''))
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
    const { who, notice = locale.notice } = this.#extras?.said() ?? {}
    return html`<div class="panel" lang=${language} ?inert=${overlay !== undefined}>
        <div class="head">
          <span class="avatar" aria-hidden="true">${[...name][0] ?? ''}</span>
          <div class="title"><h2>${name}</h2><p>${who ?? this.#config?.hours ?? locale.assistant}</p></div>
          <button type="button" class="icon-button" aria-label=${locale.newConversation} title=${locale.newConversation} ?disabled=${snapshot.messages.length === 0} @click=${this.#startNew}>${newIcon}</button>
          ${this.#extras?.head()}
          ${inline ? nothing : html`<button type="button" class="icon-button" aria-label=${locale.close} title=${locale.close} @click=${() => this.#host.close()}>${closeIcon}</button>`}
        </div>
        ${bannerTemplate({ snapshot, locale, reopen: () => this.#conversation.reopen(), explain: (error) => this.#extras?.explain(error) })}
        <div class="body">${this.#log(snapshot)} ${this.#extras?.newest(this.#scroll.atEnd)}</div>
        <div class="foot">
          ${this.#extras?.tray()}
          ${composerTemplate({
            locale,
            placeholder: this.#config?.placeholder || locale.placeholder,
            draft: this.#draft,
            ready: this.#extras?.ready() ?? this.#draft.trim() !== '',
            stoppable: snapshot.messages.some((each) => each.role === 'assistant' && each.status === 'pending'),
            onDraft: (text) => void this.#write(text),
            onSend: () => this.#send(this.#draft),
            onStop: () => this.#conversation.stop(),
            more: this.#extras?.composer(),
          })}
          <p class="notice">${notice}</p>
        </div>
        <div class="hidden announcer" role="status">${this.#announcement}</div>
      </div>
      ${overlay}`
  }

  #log({ messages: stored, loading, answering, hasOlder: more }: ConversationSnapshot): TemplateResult {
    const { locale } = this.#messages
    const all = this.#extras?.shown(stored) ?? stored
    const messages = this.#rows.of(all)
    const hasOlder = more || all.length > messages.length
    const last = messages.at(-1)
    const waiting = answering && last?.role === 'user' && last.status === 'sent'
    return html`<div class="log" role="log" aria-live="off" aria-label=${locale.conversation} aria-busy=${loading} tabindex="0" @scroll=${this.#scroll.onScroll}>
      <div class="thread">
        ${hasOlder ? html`<button type="button" class="text-button older" @click=${async () => (await this.#more()).showOlder()}>${locale.older}</button>` : nothing}
        ${this.#config?.greeting && !hasOlder ? html`<div class="row answer"><div class="bubble" dir="auto">${this.#config.greeting}</div></div>` : nothing}
        ${loading && messages.length === 0 ? html`<div class="skeleton"><span class="hidden">${locale.loading}</span><i></i><i></i><i></i></div>` : nothing}
        ${this.#rows.draw(messages, (message, previous) => [this.#extras?.above(previous, message), messageTemplate(message, this.#messages)])}
        ${this.#extras?.after()}
        ${waiting && this.#config?.showTypingIndicator !== false ? typingTemplate(locale) : nothing} ${!loading && messages.length === 0 ? this.#suggestions(locale) : nothing}
      </div>
    </div>`
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
    this.#rows.showFew(this.#conversation.snapshot?.messages ?? [])
    if (!suggested) void this.#write('')
    this.#field?.focus()
    this.#scroll.toEnd()
  }

  async #told(message: ThreadMessage): Promise<void> {
    this.#host.emit('coach-message', { ...message, messageId: message.id })
    if (message.role === 'user') return
    this.#announcement = await (await this.#more()).answered(message)
    void this.#draw()
  }

  readonly #startNew = (): void => {
    this.#conversation.startNew()
    this.#announcement = ''
    void this.focusComposer()
  }

  /** The field grows with its text, up to what its style allows. */
  async #write(text: string): Promise<void> {
    this.#draft = text
    await this.#draw()
    const field = this.#field
    if (!field) return
    field.rows = 1
    // Its lines, and as much as one more around them.
    field.rows = Math.max(1, Math.round(field.scrollHeight / 22) - 1)
  }
}

if (!customElements.get('coach-panel')) customElements.define('coach-panel', CoachPanel)
