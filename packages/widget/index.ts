import './define.js'

export { CoachWidget } from './components/coach-widget/coach-widget.js'
export type { CoachWidgetEventMap } from './components/coach-widget/events.js'
export type { WidgetWords } from './locales/page-words.js'
export type { CoachWidgetAttributes } from './types/attributes.js'
