import type { Language } from '@coachkit/contract'
import type { LauncherPlace } from '../dress/launcher-place.js'
import { nudgeStyles } from './nudge.styles.js'

const sheet = new CSSStyleSheet()
sheet.replaceSync(nudgeStyles)
const closeLabels: Record<Language, string> = { es: 'Cerrar el aviso', en: 'Dismiss', pt: 'Fechar o aviso' }

export interface ShownNudge {
  widget: HTMLElement & { toggle(): void }
  text: string
  language: Language
  place: LauncherPlace
  onAway(): void
}

/** A bubble beside the launcher: a press opens the chat, the cross or Escape sends it away. It takes no focus. Returns how to remove it. */
export function showNudge({ widget, text, language, place, onAway }: ShownNudge): () => void {
  const root = widget.shadowRoot
  if (!root) return () => undefined
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
  const bubble = element('div', 'nudge')
  bubble.lang = language
  bubble.part.add('nudge')
  putBeside(bubble, place, widget.hasAttribute('left') ? 'left' : 'right')
  const say = button('say', text)
  say.dir = 'auto'
  const away = button('away', '')
  away.ariaLabel = closeLabels[language]
  away.append(cross())
  bubble.append(say, away)
  // Said once, when the region is there already.
  const told = element('div', 'told')
  told.role = 'status'
  root.append(told, bubble)
  requestAnimationFrame(() => {
    told.textContent = text
  })
  const remove = () => {
    const within = bubble.contains(root.activeElement)
    bubble.remove()
    told.remove()
    if (within) root.querySelector<HTMLElement>('.launcher')?.focus()
  }
  say.onclick = () => {
    onAway()
    widget.toggle()
  }
  away.onclick = onAway
  bubble.onkeydown = (event) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onAway()
  }
  return remove
}

/** Over or under the launcher, or, in the middle, at its side. */
function putBeside({ style, dataset }: HTMLElement, { at, across, side, edge }: LauncherPlace, hand: 'left' | 'right'): void {
  dataset.at = at
  if (at === 'middle') {
    style[hand] = `calc(${side} + ${across} + 12px)`
    style.maxWidth = `min(300px, 100vw - ${side} - ${across} - 28px)`
    return
  }
  style[at] = `calc(${edge} + ${across} + 12px)`
  style[hand] = side
}

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  return made
}

function button(className: string, text: string): HTMLElement {
  const made = element('button', className)
  made.textContent = text
  return made
}

function cross(): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(namespace, 'path')
  path.setAttribute('d', 'M6 6l12 12M18 6L6 18')
  svg.append(path)
  return svg
}
