import type { Citation, WidgetConfig } from '@coachkit/contract'

/** Events of `<coach-widget>`; all bubble out of shadow roots. */
export interface CoachWidgetEventMap {
  /** It knows how it looks. */
  'coach-ready': CustomEvent<{ config: WidgetConfig }>
  'coach-open': CustomEvent<void>
  'coach-close': CustomEvent<void>
  /** A question was sent, or an answer ended. */
  'coach-message': CustomEvent<{ role: 'user' | 'assistant'; text: string }>
  /** The visitor answered what the creator asks first. */
  'coach-form': CustomEvent<void>
  /** Something was said beside the launcher. */
  'coach-nudge': CustomEvent<{ id: string }>
  /** The passage behind a citation was opened. */
  'coach-citation': CustomEvent<{ citation: Citation }>
  /** The visitor said whether an answer helped, or took that back. */
  'coach-feedback': CustomEvent<{ messageId: string; rating: 'up' | 'down' | undefined }>
  /** Something failed: a code of the catalogue, `NETWORK` or `TIMEOUT`, and a sentence. */
  'coach-error': CustomEvent<{ code: string; message: string }>
}
