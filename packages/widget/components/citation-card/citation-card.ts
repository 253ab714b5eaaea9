import type { Citation } from '@coachkit/contract'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Locale } from '../../locales/locale.js'
import { closeIcon, documentIcon } from '../../styles/icons.js'

/** The passage an answer rests on: which document, where in it, and its words. */
export function citationCard(citation: Citation, { locale, close }: { locale: Locale; close(): void }): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return close()
    // The keyboard stays within: there are two places to go.
    const [button, quote] = (event.currentTarget as Element).querySelectorAll<HTMLElement>('button, blockquote')
    const next = event.target === button ? quote : button
    next?.focus()
  }
  const place = [citation.page === undefined ? '' : `${locale.page} ${citation.page}`, citation.headings.join(' › ')].filter(Boolean).join(' · ')
  return html`<div class="veil" @click=${close}></div>
    <section class="card" role="dialog" aria-modal="true" aria-labelledby="card-title" @keydown=${onKey}>
      <div class="card-head">
        ${documentIcon}
        <div>
          <h2 id="card-title"><span class="hidden">${locale.source} ${citation.number}: </span>${citation.documentName}</h2>
          ${place ? html`<p class="place">${place}</p>` : nothing}
        </div>
        <button type="button" class="icon-button" aria-label=${locale.closeSource} @click=${close}>${closeIcon}</button>
      </div>
      <blockquote dir="auto" tabindex="0">${citation.quote}</blockquote>
    </section>`
}
