import { CoachWidget } from './components/coach-widget/coach-widget.js'
import type { CoachWidgetEventMap } from './components/coach-widget/events.js'

// Where there is no DOM, as in server-side rendering, importing does nothing.
if (globalThis.customElements && !customElements.get('coach-widget')) customElements.define('coach-widget', CoachWidget)

declare global {
  interface HTMLElementEventMap extends CoachWidgetEventMap {}
  interface HTMLElementTagNameMap {
    'coach-widget': CoachWidget
  }
}
