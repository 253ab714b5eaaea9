import { CoachWidget } from './components/coach-widget/coach-widget.js'

// Where there is no DOM, as in server-side rendering, importing does nothing.
if (globalThis.customElements && !customElements.get('coach-widget')) customElements.define('coach-widget', CoachWidget)

declare global {
  interface HTMLElementTagNameMap {
    'coach-widget': CoachWidget
  }
}
