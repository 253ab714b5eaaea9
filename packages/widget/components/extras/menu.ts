import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'
import { personIcon } from './person.js'

const moreIcon = icon('M5 12h.01M12 12h.01M19 12h.01')
const historyIcon = icon('M4 12a8 8 0 1 0 2.3-5.7M4 4v4h4M12 8v4l3 2')
const saveIcon = icon('M12 4v11M7.5 11L12 15.5 16.5 11M5 20h14')
const contrastIcon = icon('M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18')
const keyboardIcon = icon('M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8')

/** The three dots of the head. */
export function menuButton(words: ExtrasWords, open: () => void): TemplateResult {
  return html`<button type="button" class="icon-button menu" aria-haspopup="dialog" aria-label=${words.menu} title=${words.menu} @click=${open}>${moreIcon}</button>`
}

/** What else can be done with the conversation. */
export function menuSheet(input: {
  words: ExtrasWords
  canSave: boolean
  contrast: boolean
  onHistory(): void
  onSave(): void
  onContrast(): void
  onShortcuts(): void
  /** Absent where no person can be asked for. */
  onPerson: (() => void) | undefined
}): TemplateResult {
  const { words } = input
  return html`<ul class="choices">
    ${input.onPerson ? html`<li><button type="button" @click=${input.onPerson}>${personIcon}${words.askPerson}</button></li>` : nothing}
    <li><button type="button" @click=${input.onHistory}>${historyIcon}${words.history}</button></li>
    <li><button type="button" ?disabled=${!input.canSave} @click=${input.onSave}>${saveIcon}${words.save}</button></li>
    <li><button type="button" role="switch" aria-checked=${input.contrast} @click=${input.onContrast}>${contrastIcon}${words.contrast}</button></li>
    <li><button type="button" @click=${input.onShortcuts}>${keyboardIcon}${words.shortcuts}</button></li>
  </ul>`
}
