import type { EmitFn, HTMLAttributes } from 'vue'
import type { CoachWidget } from '../components/coach-widget/coach-widget.js'
import type { CoachWidgetEventMap } from '../components/coach-widget/events.js'
import type { CoachWidgetAttributes } from './attributes.js'

type Listeners = { [Type in keyof CoachWidgetEventMap]: (event: CoachWidgetEventMap[Type]) => void }

/** `<coach-widget>` in the templates of Vue: attributes, events such as `@coach-message`, and the element behind a `ref`. */
export type VueCoachWidget = new () => CoachWidget & { $props: Omit<HTMLAttributes, 'lang'> & CoachWidgetAttributes; $emit: EmitFn<Listeners> }

declare module 'vue' {
  interface GlobalComponents {
    'coach-widget': VueCoachWidget
  }
}
