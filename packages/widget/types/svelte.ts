import type { HTMLAttributes } from 'svelte/elements'
import type { CoachWidget } from '../components/coach-widget/coach-widget.js'
import type { CoachWidgetEventMap } from '../components/coach-widget/events.js'
import type { CoachWidgetAttributes } from './attributes.js'

type Listeners = { [Type in keyof CoachWidgetEventMap as `on${Type}`]?: ((event: CoachWidgetEventMap[Type]) => void) | undefined }

/** `<coach-widget>` in the markup of Svelte: attributes, and events such as `oncoach-message`. */
export type SvelteCoachWidget = Omit<HTMLAttributes<CoachWidget>, 'lang'> & CoachWidgetAttributes & Listeners

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'coach-widget': SvelteCoachWidget
  }
}
