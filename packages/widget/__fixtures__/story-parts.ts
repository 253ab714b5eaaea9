import { html, render, type TemplateResult } from 'lit'
import { within } from 'storybook/test'
import { panelStyles } from '../components/coach-panel/coach-panel.styles.js'
import { launcherStyles } from '../components/coach-widget/coach-widget.styles.js'
import { composerStyles } from '../components/composer/composer.styles.js'
import { messageStyles } from '../components/message/message.styles.js'
import { tokens } from '../styles/tokens.js'

/** One part of the panel by itself, with the styles it has there. */
export function inPanel(part: TemplateResult): HTMLElement {
  const widget = shadowed('inline', launcherStyles)
  widget.setAttribute('creator', 'ana')
  widget.setAttribute('theme', 'light')
  widget.setAttribute('mode', 'inline')
  const panel = shadowed('inline', tokens, panelStyles, messageStyles, composerStyles)
  widget.shadowRoot?.append(panel)
  if (panel.shadowRoot) render(html`<div class="panel" lang="es" style="padding: 24px; background: var(--ground)">${part}</div>`, panel.shadowRoot)
  const page = document.createElement('main')
  page.style.height = '520px'
  page.append(widget)
  return page
}

/** Queries within that part. */
export function partsOf(canvas: HTMLElement) {
  const root = canvas.querySelector('main > div')?.shadowRoot?.firstElementChild?.shadowRoot
  if (!root) throw new Error('The part is drawn before it is played')
  return { root, ...within(root as unknown as HTMLElement) }
}

function shadowed(attribute: string, ...styles: string[]): HTMLElement {
  const element = document.createElement('div')
  element.setAttribute(attribute, '')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles.join(''))
  element.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet]
  return element
}
