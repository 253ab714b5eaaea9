import type { Citation } from '@coachkit/contract'
import { html } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import type { Locale } from '../../locales/locale.js'
import { documentIcon } from '../../styles/icons.js'
import type { Sheet } from './sheet.js'

/** The passage an answer rests on: which document, where in it, and its words. */
export function citationSheet(citation: Citation, { locale, words }: { locale: Locale; words: ExtrasWords }): Sheet {
  const place = [citation.page === undefined ? '' : `${locale.page} ${citation.page}`, citation.headings.join(' › ')].filter(Boolean).join(' · ')
  return {
    title: citation.documentName,
    prefix: `${locale.source} ${citation.number}`,
    icon: documentIcon,
    place,
    closeLabel: words.closeSource,
    body: () => html`<blockquote dir="auto" tabindex="0">${citation.quote}</blockquote>`,
  }
}
