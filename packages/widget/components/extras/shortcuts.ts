import { html, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'

/** Held within the chat, so that no key of the page is taken. */
const modifier = 'Alt'

/** Which shortcut a key is. Letters that Alt types on some keyboards are known by their place. */
export function shortcutOf(event: KeyboardEvent): 'shortcuts' | 'history' | 'field' | undefined {
  if (!event.altKey || event.ctrlKey || event.metaKey) return undefined
  if (event.code === 'KeyK') return 'shortcuts'
  if (event.code === 'KeyH') return 'history'
  return event.code === 'KeyI' ? 'field' : undefined
}

/** What the keyboard can do. */
export function shortcutsSheet(words: ExtrasWords): TemplateResult {
  const rows: [string[], string][] = [
    [['Enter'], words.keySend],
    [['Shift', 'Enter'], words.keyBreak],
    [['Esc'], words.keyClose],
    [[modifier, 'I'], words.keyField],
    [[modifier, 'H'], words.history],
    [[modifier, 'K'], words.shortcuts],
  ]
  return html`<dl class="keys" tabindex="0">
    ${rows.map(([keys, does]) => html`<div><dt>${does}</dt><dd>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dd></div>`)}
  </dl>`
}
