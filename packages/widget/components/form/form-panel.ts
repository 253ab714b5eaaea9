import type { ShownForm } from '@coachkit/contract'
import { html, nothing, render } from 'lit/html.js'
import { loadFormWords } from '../../locales/form/load-words.js'
import type { FormWords } from '../../locales/form/words.js'
import { closeIcon } from '../../styles/icons.js'
import { CoachPanel } from '../coach-panel/coach-panel.js'
import type { PanelHost, PanelInput } from '../coach-panel/panel-input.js'
import { contrastOf, setContrast } from '../extras/contrast.js'
import { contrastStyles } from '../extras/contrast.styles.js'
import { headLogoStyles, showLogo } from '../extras/head-logo.js'
import { hasAnswered, Refusal, sendAnswers } from './answered.js'
import { formStyles } from './form.styles.js'
import { formTemplate } from './form-template.js'
import { readForm } from './read-form.js'

const sheet = new CSSStyleSheet()
sheet.replaceSync(formStyles + contrastStyles + headLogoStyles)

/** The chat of a creator who asks something first. Nothing is sent, and no session begun, before it is answered. */
class FormPanel extends CoachPanel {
  readonly #host: PanelHost
  #input: PanelInput
  #words: FormWords | undefined
  /** The form that is shown; `undefined` while it is not known whether it is needed, and once it is not. */
  #form: ShownForm | undefined
  #chatting = false
  #wrong: Record<string, string> = {}
  #failure = ''
  #sending = false
  /** Said before the chat could begin. */
  #waiting: string[] = []
  #decided: Promise<void> = Promise.resolve()

  constructor(input: PanelInput, host: PanelHost) {
    super(input, host)
    this.#input = input
    this.#host = host
    const root = this.shadowRoot as ShadowRoot
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }

  override connectedCallback(): void {
    this.part.add('panel')
    this.#look()
    this.#decided = this.#decide()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#chatting = false
  }

  override update(input: PanelInput): void {
    const before = this.#input.config?.form
    this.#input = input
    super.update(input)
    this.#look()
    const form = input.config?.form
    if (JSON.stringify(form) === JSON.stringify(before)) return void this.#translate()
    // Settings that are tried out: the form they have is shown again.
    if (this.#chatting && form) {
      super.disconnectedCallback()
      this.#chatting = false
    }
    if (this.isConnected && !this.#chatting) this.#decided = this.#decide()
  }

  override send(text: string): void {
    this.#chatting ? super.send(text) : this.#waiting.push(text)
  }

  override async focusComposer(): Promise<void> {
    await this.#decided
    if (this.#chatting) return super.focusComposer()
    this.shadowRoot?.querySelector<HTMLElement>('.form :is(input, select, button)')?.focus()
  }

  async #decide(): Promise<void> {
    const form = this.#input.config?.form
    this.#form = undefined
    // Settings that are tried out have no version yet.
    if (!form || (form.version && (await hasAnswered(this.#input, form.version)))) return this.#chat()
    this.#words = await this.#ownWords()
    this.#form = form
    this.#draw()
  }

  async #translate(): Promise<void> {
    if (!this.#form) return
    this.#words = await this.#ownWords()
    this.#draw()
  }

  async #ownWords(): Promise<FormWords> {
    const { language, reword } = this.#input
    return reword(await loadFormWords(language), language)
  }

  #chat(): void {
    this.#form = undefined
    this.#chatting = true
    if (!this.isConnected) return
    super.connectedCallback()
    for (const text of this.#waiting.splice(0)) super.send(text)
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const [form, words] = [this.#form, this.#words]
    if (!form || !words || this.#sending) return
    const { given, wrong } = readForm(event.currentTarget as HTMLFormElement, { form, words, language: this.#input.language })
    this.#wrong = wrong
    this.#failure = ''
    this.#sending = Object.keys(wrong).length === 0
    this.#draw()
    if (!this.#sending) return this.shadowRoot?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    try {
      if (form.version) await sendAnswers(this.#input, given)
      this.#host.emit('coach-form')
      this.#chat()
      await super.focusComposer()
    } catch (error) {
      this.#failure = (error instanceof Refusal && error.message) || words.formFailed
    }
    this.#sending = false
    this.#draw()
  }

  /** What the chat does for itself once it has begun. */
  #look(): void {
    if (this.#chatting) return
    const { inline, config } = this.#input
    this.role = inline ? 'region' : 'dialog'
    this.ariaLabel = config?.name ?? null
    this.toggleAttribute('inline', inline)
    this.toggleAttribute('left', /left/.test(config?.position ?? ''))
    setContrast(this, contrastOf())
    const look = {
      '--radius': config && `${config.borderRadius}px`,
      '--page': config?.backgroundColor,
      '--ink': config?.textColor,
      '--second': config?.secondaryColor,
    }
    for (const [name, value] of Object.entries(look)) this.style.setProperty(name, value ?? '')
  }

  #draw(): void {
    const [form, words] = [this.#form, this.#words]
    if (this.#chatting || !form || !words || !this.shadowRoot) return
    const { config, inline, locale, language } = this.#input
    const name = config?.name ?? ''
    render(
      html`<div class="panel" lang=${language}>
        <div class="head">
          <span class="avatar" aria-hidden="true">${[...name][0] ?? ''}</span>
          <div class="title"><h2>${name}</h2><p>${config?.hours ?? locale.assistant}</p></div>
          ${inline ? nothing : html`<button type="button" class="icon-button" aria-label=${locale.close} title=${locale.close} @click=${() => this.#host.close()}>${closeIcon}</button>`}
        </div>
        ${formTemplate({ form, words, languages: [language, config?.language], wrong: this.#wrong, failure: this.#failure, sending: this.#sending, onSubmit: this.#submit })}
      </div>`,
      this.shadowRoot,
    )
    showLogo(this.shadowRoot, this.#input)
  }
}

if (!customElements.get('coach-form-panel')) customElements.define('coach-form-panel', FormPanel)

export { FormPanel as CoachPanel }
