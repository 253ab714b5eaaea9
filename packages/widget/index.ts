import './define.js'

export { CoachWidget, type CoachWidgetEventMap } from './components/coach-widget/coach-widget.js'
