import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { CoachWidget } from '../components/coach-widget/coach-widget.js'
import type { CoachWidgetEventMap } from '../components/coach-widget/events.js'
import type { CoachWidgetAttributes } from './attributes.js'

type Listeners = { [Type in keyof CoachWidgetEventMap as `on${Type}`]?: ((event: CoachWidgetEventMap[Type]) => void) | undefined }

/** `<coach-widget>` in TSX: attributes, a `ref` to the element, and, from React 19, events such as `oncoach-message`. */
export type ReactCoachWidget = DetailedHTMLProps<Omit<HTMLAttributes<CoachWidget>, 'lang'>, CoachWidget> & CoachWidgetAttributes & Listeners

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'coach-widget': ReactCoachWidget
    }
  }
}
