import type { Citation, WidgetConfig } from '@coachkit/contract'

/** Events of `<coach-widget>`; all bubble out of shadow roots. */
export interface CoachWidgetEventMap {
  /** It knows how it looks. */
  'coach-ready': CustomEvent<{ config: WidgetConfig }>
  'coach-open': CustomEvent<void>
  'coach-close': CustomEvent<void>
  /** A question was sent, or an answer ended. */
  'coach-message': CustomEvent<{ role: 'user' | 'assistant'; text: string }>
  /** The passage behind a citation was opened. */
  'coach-citation': CustomEvent<{ citation: Citation }>
  /** Something failed: a code of the catalogue, `NETWORK` or `TIMEOUT`, and a sentence. */
  'coach-error': CustomEvent<{ code: string; message: string }>
}
