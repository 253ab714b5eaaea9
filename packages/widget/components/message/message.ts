import type { Citation } from '@coachkit/contract'
import type { ThreadMessage } from '@coachkit/sdk'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Locale } from '../../locales/locale.js'
import { lexMarkdown } from '../../markdown/lex-blocks.js'
import { renderMarkdown } from '../../markdown/render-markdown.js'
import { documentIcon, retryIcon } from '../../styles/icons.js'

export interface MessageContext {
  locale: Locale
  openCitation(citation: Citation, opener: HTMLElement): unknown
  retry(messageId: string): void
  /** What more can be done with it. */
  actions(message: ThreadMessage): unknown
  code(text: string): unknown
}

/** One bubble, with what belongs to it: sources, and what became of it. */
export function messageTemplate(message: ThreadMessage, context: MessageContext): TemplateResult {
  return message.role === 'user' ? questionTemplate(message, context) : answerTemplate(message, context)
}

/** Three dots, while nothing has been written yet. */
export function typingTemplate(locale: Locale): TemplateResult {
  return html`<div class="row answer"><div class="bubble typing"><span class="hidden">${locale.thinking}</span><i></i><i></i><i></i></div></div>`
}

function questionTemplate(message: ThreadMessage, { locale, retry, actions }: MessageContext): TemplateResult {
  return html`<div class="row question">
    ${message.text && html`<div class="bubble" dir="auto"><span class="hidden">${locale.you}: </span>${message.text}</div>`}
    ${
      message.status === 'unsent'
        ? html`<div class="state failure"><span>${locale.unsent}</span>${retryButton(locale, () => retry(message.id))}</div>`
        : message.status === 'sending'
          ? html`<div class="state">${locale.sending}</div>`
          : actions(message)
    }
  </div>`
}

function answerTemplate(message: ThreadMessage, context: MessageContext): TemplateResult {
  const { locale } = context
  const growing = message.status === 'pending'
  if (growing && message.text === '') return typingTemplate(locale)
  const blocks = lexMarkdown(message.text, { open: growing })
  const citation = (number: number) => (growing ? html`<span class="chip">${number}</span>` : chipTemplate(message, number, context))
  return html`<div class="row answer">
    ${
      message.text &&
      html`<div class=${growing ? 'bubble markdown growing' : 'bubble markdown'} dir="auto">${renderMarkdown(blocks, { citation, labels: locale, code: growing ? undefined : context.code })}</div>`
    }
    ${growing ? nothing : endTemplate(message, context)}
  </div>`
}

/** What is said of an answer that ended before it was complete. */
export function endingOf({ status, errorCode }: Pick<ThreadMessage, 'status' | 'errorCode'>, locale: Locale): string | undefined {
  if (status === 'failed' && errorCode === 'QUOTA_001') return locale.exhausted
  return status === 'failed' || status === 'interrupted' || status === 'stopped' ? locale[status] : undefined
}

function endTemplate(message: ThreadMessage, context: MessageContext): unknown {
  const { locale } = context
  const { status } = message
  const sentence = endingOf(message, locale)
  return html`${message.citations.length > 0 ? sourcesTemplate(message, context) : nothing}
  ${
    sentence
      ? html`<div class=${status === 'stopped' ? 'state' : 'state failure'}><span>${sentence}</span>${retryButton(locale, () => context.retry(message.id))}</div>`
      : nothing
  }
  ${context.actions(message)}`
}

function sourcesTemplate(message: ThreadMessage, { locale, openCitation }: MessageContext): TemplateResult {
  return html`<ol class="sources" aria-label=${locale.sources}>
    ${message.citations.map(
      (citation) => html`<li>
        <button type="button" aria-haspopup="dialog" @click=${(event: Event) => openCitation(citation, event.currentTarget as HTMLElement)}>
          <span class="chip">${citation.number}</span>${documentIcon}<span class="name">${citation.documentName}</span>
          ${citation.page === undefined ? nothing : html`<span class="place">${locale.page} ${citation.page}</span>`}
        </button>
      </li>`,
    )}
  </ol>`
}

function chipTemplate(message: ThreadMessage, number: number, { locale, openCitation }: MessageContext): TemplateResult | undefined {
  const citation = message.citations.find((each) => each.number === number)
  if (!citation) return undefined
  const open = (event: Event) => openCitation(citation, event.currentTarget as HTMLElement)
  const label = `${locale.source} ${number}: ${citation.documentName}`
  return html`<button type="button" class="chip" aria-haspopup="dialog" aria-label=${label} title=${citation.documentName} @click=${open}>${number}</button>`
}

function retryButton(locale: Locale, retry: () => void): TemplateResult {
  return html`<button type="button" class="text-button" @click=${retry}>${retryIcon}${locale.retry}</button>`
}
