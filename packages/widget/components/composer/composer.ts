import { html, type TemplateResult } from 'lit/html.js'
import type { Locale } from '../../locales/locale.js'
import { sendIcon, stopIcon } from '../../styles/icons.js'

export interface ComposerInput {
  locale: Locale
  placeholder: string
  draft: string
  /** What stands there can be sent. */
  ready: boolean
  /** An answer is being written, so it can be stopped. */
  stoppable: boolean
  onDraft(text: string): void
  onSend(): void
  onStop(): void
  /** Other ways to write. */
  more: unknown
}

/** Where the visitor writes: Enter sends, Shift+Enter breaks the line. */
export function composerTemplate(input: ComposerInput): TemplateResult {
  const { locale, draft } = input
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    if (input.ready) input.onSend()
  }
  const onSubmit = (event: Event) => {
    event.preventDefault()
    input.onSend()
  }
  return html`<form class="composer" @submit=${onSubmit}>
    <textarea
      rows="1"
      dir="auto"
      enterkeyhint="send"
      aria-describedby="room"
      aria-label=${input.placeholder}
      placeholder=${input.placeholder}
      .value=${draft}
      @input=${(event: Event) => input.onDraft((event.target as HTMLTextAreaElement).value)}
      @keydown=${onKey}
    ></textarea>
    ${input.more}
    ${
      input.stoppable
        ? html`<button type="button" class="send stop" aria-label=${locale.stop} title=${locale.stop} @click=${input.onStop}>${stopIcon}</button>`
        : html`<button type="submit" class="send" aria-label=${locale.send} title=${locale.send} ?disabled=${!input.ready}>${sendIcon}</button>`
    }
  </form>`
}
