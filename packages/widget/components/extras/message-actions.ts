import type { Language } from '@coachkit/contract'
import type { ThreadMessage } from '@coachkit/sdk'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { plainText } from '../../markdown/plain-text.js'
import { icon, newIcon, retryIcon } from '../../styles/icons.js'
import type { ReadAloud } from './read-aloud.js'

const copyIcon = icon('M9 9h11v11H9zM5 15H4V4h11v1')
const copiedIcon = icon('M5 12.5l4.5 4.5L19 7.5')
const listenIcon = icon('M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11')
const silenceIcon = icon('M4 10v4h4l5 4V6L8 10zM17 10l4 4M21 10l-4 4')

interface ActionsInput {
  message: ThreadMessage
  words: ExtrasWords
  voice: ReadAloud
  language: Language
  /** The thumbs of an answer of the coach. */
  opinion: unknown
  /** The way to its other versions. */
  versions: unknown
  /** Has another answer written; absent where there is a later one already. */
  rewrite: (() => void) | undefined
}

/** What can be done with a finished answer: copy it, hear it, say what one thinks of it, have it written anew. */
export function actionsTemplate({ message, words, voice, language, opinion, versions, rewrite }: ActionsInput): TemplateResult {
  const copy = (event: Event) => copyText(withoutNumbers(message.text), event.currentTarget as HTMLElement, words)
  const speaks = voice.current === message.id
  const label = speaks ? words.silence : words.listen
  const toggle = () => (speaks ? voice.stop() : voice.start({ id: message.id, text: plainText(message.text), language }))
  return html`<div class="actions">
    <button type="button" class="icon-button" aria-label=${words.copy} title=${words.copy} @click=${copy}>${copyIcon}${copiedIcon}</button>
    ${voice.available ? html`<button type="button" class="icon-button" aria-label=${label} title=${label} @click=${toggle}>${speaks ? silenceIcon : listenIcon}</button>` : nothing}
    ${opinion}
    ${rewrite ? html`<button type="button" class="icon-button last" aria-label=${words.rewrite} title=${words.rewrite} @click=${rewrite}>${retryIcon}</button>` : nothing}
    ${versions} ${confidenceIn(message, language, words)}
  </div>`
}

/** How far the material covers the question, where the answer is of it. */
function confidenceIn({ confidence, citations }: ThreadMessage, language: Language, words: ExtrasWords): unknown {
  if (confidence === undefined || citations.length === 0) return nothing
  return html`<span class="confidence">${words.confidence.replace('{percent}', new Intl.NumberFormat(language, { style: 'percent' }).format(confidence))}</span>`
}

/** What can be done with a question: put it in other words. */
export function questionActions(input: { words: ExtrasWords; versions: unknown; edit: ((event: Event) => void) | undefined }): unknown {
  const { words, versions, edit } = input
  if (!edit && versions === nothing) return nothing
  return html`<div class=${versions === nothing ? 'actions last' : 'actions'}>
    ${versions}${edit ? html`<button type="button" class="icon-button last" aria-haspopup="dialog" aria-label=${words.edit} title=${words.edit} @click=${edit}>${newIcon}</button>` : nothing}
  </div>`
}

/** Copies a block of code. */
export function codeTemplate({ text, words }: { text: string; words: ExtrasWords }): TemplateResult {
  const copy = (event: Event) => copyText(text, event.currentTarget as HTMLElement, words)
  return html`<button type="button" class="icon-button copy-code" aria-label=${words.copyCode} title=${words.copyCode} @click=${copy}>${copyIcon}${copiedIcon}</button>`
}

/** Numbers of sources mean nothing elsewhere. */
function withoutNumbers(markdown: string): string {
  return markdown.replace(/ ?\[\d{1,3}\](?!\()/g, '')
}

async function copyText(text: string, button: HTMLElement, words: ExtrasWords): Promise<void> {
  const before = button.ariaLabel
  const copied = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  button.toggleAttribute('data-done', copied === true)
  button.ariaLabel = copied ? words.copied : words.notCopied
  // Said until the button is left.
  const restore = () => {
    button.removeAttribute('data-done')
    button.ariaLabel = before
  }
  button.addEventListener('blur', restore, { once: true })
  button.addEventListener('pointerleave', restore, { once: true })
}
