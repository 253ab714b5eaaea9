import type { WidgetConfig } from '@coachkit/contract'
import { checkContrast } from '@coachkit/sdk'
import { type Reword, reworded, type WidgetWords } from '../../locales/page-words.js'
import { launcherIcons } from './launcher-icons.js'
import type { LauncherPlace } from './launcher-place.js'
import { logoImage } from './logo-image.js'
import { mayOpen } from './may-open.js'

type Launcher = NonNullable<WidgetConfig['launcher']>
const usual: Launcher = { icon: 'chat', size: 60, offsetX: 20, offsetY: 20 }

/** Whether there was ever something to say beside a launcher. */
let nudging = false

type Dressed = HTMLElement & { readonly baseUrl: string; readonly words: WidgetWords | undefined; toggle(): void; emit(type: string, detail?: unknown): void }

/**
 * What a creator chose of the launcher and the font beyond the usual, and a page of the words: loaded where there is such a choice. The
 * sheet holds the brand's colour already; what is previewed are settings that are tried out. Returns what puts in the page's words.
 */
export function dress(widget: Dressed, config: WidgetConfig, sheet: CSSStyleSheet, previewed: Partial<WidgetConfig> | undefined): Reword {
  const launcher = { ...usual, ...config.launcher }
  const place = placeOf(launcher, config.position)
  for (const rule of rulesFor(place)) sheet.insertRule(rule, sheet.cssRules.length)
  if (config.font === 'page') setFont(widget, sheet)
  nudging ||= config.nudges !== undefined
  if (nudging)
    import('../nudge/watch-nudges.js').then(
      ({ watchNudges }) => watchNudges({ widget, config, place, tried: previewed?.nudges !== undefined }),
      () => undefined,
    )
  if (previewed) widget.emit('coach-contrast', { checks: checkContrast(config) })
  if (config.autoOpen && !previewed && mayOpen()) widget.setAttribute('opened', '')
  const slot = widget.shadowRoot?.querySelector('slot')
  const bubble = slot?.querySelector('svg')
  if (slot && bubble) {
    bubble.querySelector('path')?.setAttribute('d', launcherIcons[launcher.icon === 'logo' ? 'chat' : launcher.icon] ?? launcherIcons.chat)
    logoImage({ slot, bubble, address: launcher.icon === 'logo' && config.logo ? widget.baseUrl.replace(/\/$/, '') + config.logo : undefined })
  }
  return (words, language) => (widget.words ? reworded(words, widget.words, language) : words)
}

/** Where the launcher stands. A page's own `--coach-offset` comes before the creator's, and what would be out of the window is moved in. */
function placeOf({ size, offsetX, offsetY }: Launcher, position: WidgetConfig['position']): LauncherPlace {
  const [across, x, y] = [size, offsetX, offsetY].map((value) => `${Number(value) || 0}px`) as [string, string, string]
  return {
    at: /^top/.test(position) ? 'top' : /^middle/.test(position) ? 'middle' : 'bottom',
    across,
    side: `min(var(--coach-offset, ${x}), 100vw - ${across} - 8px)`,
    edge: `min(var(--coach-offset, ${y}), 100dvh - ${across} - 8px)`,
  }
}

function rulesFor(place: LauncherPlace): string[] {
  const { at, across, side, edge } = place
  return [
    `.launcher { width: ${across}; height: ${across}; ${fromEdge(at, edge)}; right: ${side} }`,
    `:host([left]) .launcher { right: auto; left: ${side} }`,
    `.launcher > svg, .launcher slot > svg { width: calc(${across} * .467); height: calc(${across} * .467) }`,
    `.launcher img { grid-area: 1 / 1; width: calc(${across} - 2px); height: calc(${across} - 2px); border-radius: inherit; object-fit: cover; transition: .2s }`,
    `:host([opened]) .launcher img { opacity: 0; transform: scale(.6) }`,
    `@keyframes drop { from { opacity: 0; transform: translateY(-14px) scale(.97) } }`,
    panelRules(place),
  ]
}

/** The panel opens over or under its launcher, or, in the middle, beside it. */
function panelRules({ at, across, side, edge }: LauncherPlace): string {
  const middle = at === 'middle'
  const under = middle ? '20px' : `min(${edge} + ${across} + 16px, max(20px, 100dvh - 440px))`
  const beside = middle ? `min(${side} + ${across} + 16px, max(20px, 100vw - 424px))` : side
  const origin = middle ? 'center' : at
  // Smaller windows are covered whole.
  return `@media (min-width: 480.02px) and (min-height: 480.02px) {
    coach-panel:not([inline]), coach-form-panel:not([inline]) {
      ${fromEdge(at, under)}; right: ${beside}; width: min(404px, 100vw - ${beside} - 20px); height: min(680px, 100dvh - ${under} - 20px);
      transform-origin: ${origin} right; ${at === 'top' ? 'animation-name: drop' : ''}
    }
    :host([left]) :is(coach-panel, coach-form-panel):not([inline]) { right: auto; left: ${beside}; transform-origin: ${origin} left }
  }`
}

function fromEdge(at: LauncherPlace['at'], length: string): string {
  if (at === 'middle') return 'inset-block: 0; margin-block: auto'
  return at === 'top' ? `inset-block: ${length} auto` : `inset-block-end: ${length}`
}

/** The page's font, as it is around the element. */
function setFont(widget: HTMLElement, sheet: CSSStyleSheet): void {
  const [brand] = sheet.cssRules
  if (brand instanceof CSSStyleRule) brand.style.setProperty('--coach-font', getComputedStyle(widget.parentElement ?? document.documentElement).fontFamily)
}
