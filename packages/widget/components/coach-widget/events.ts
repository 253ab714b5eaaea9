import type { Citation, Conversation, WidgetConfig } from '@coachkit/contract'
import type { ContrastCheck } from '@coachkit/sdk'

/** Events of `<coach-widget>`; all bubble out of shadow roots. */
export interface CoachWidgetEventMap {
  /** It knows how it looks. */
  'coach-ready': CustomEvent<{ config: WidgetConfig }>
  'coach-open': CustomEvent<void>
  'coach-close': CustomEvent<void>
  /** The server has what the visitor wrote, an answer ended, or a person wrote, whose name is `author`. */
  'coach-message': CustomEvent<{
    role: 'user' | 'assistant' | 'member'
    text: string
    author?: string | undefined
    messageId: string
    conversationId: string
  }>
  /** The visitor's first words began a conversation. */
  'coach-conversation': CustomEvent<{ conversationId: string }>
  /** A person was asked for, has taken the conversation, or has given it back to the coach. */
  'coach-handover': CustomEvent<{ state: Conversation['state']; person: string | undefined; conversationId: string }>
  /** The visitor answered what the creator asks first. */
  'coach-form': CustomEvent<void>
  /** Something was said beside the launcher. */
  'coach-nudge': CustomEvent<{ id: string }>
  /** The passage behind a citation was opened. */
  'coach-citation': CustomEvent<{ citation: Citation }>
  /** The visitor said whether an answer helped, or took that back. */
  'coach-feedback': CustomEvent<{ messageId: string; rating: 'up' | 'down' | undefined }>
  /** Settings are tried out: how well their colours can be read as they are given. */
  'coach-contrast': CustomEvent<{ checks: ContrastCheck[] }>
  /** Something failed: a code of the catalogue, `NETWORK`, `TIMEOUT`, `LOAD`, or one that begins with `REALTIME_` or `EMBEDDER_`, and a sentence. */
  'coach-error': CustomEvent<{ code: string; message: string }>
}
