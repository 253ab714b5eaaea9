import type { Citation } from '@coachkit/contract'
import type { ConversationSnapshot, ThreadMessage } from '@coachkit/sdk'
import type { ConversationController } from '../../controllers/conversation-controller.js'
import type { ThreadRows } from '../../controllers/thread-rows.js'
import type { PanelHost, PanelInput } from '../coach-panel/panel-input.js'

/** What the first use of the chat can do without: loaded when the panel stands still, or when a hand reaches for it. */
export interface Extras {
  /** Beside the panel's title. */
  head(): unknown
  /** Whether what stands in the field may be sent. */
  ready(): boolean
  /** Above the field. */
  tray(): unknown
  /** Beside the field. */
  composer(): unknown
  /** Below a message. */
  actions(message: ThreadMessage): unknown
  /** In the corner of a block of code. */
  code(text: string): unknown
  /** Between two messages: where a day begins, who wrote what follows. */
  above(previous: ThreadMessage | undefined, message: ThreadMessage): unknown
  /** After the last message. */
  after(): unknown
  /** Who answers, in the head, and what is said below the field, where that is not the coach. */
  said(): { who?: string; notice?: string }
  /** Over the panel, which is inert meanwhile. */
  overlay(): unknown
  /** Over the end of the log, for a reader who is not there. */
  newest(atEnd: boolean): unknown
  /** What of the messages is shown now: an answer may be being typed still, and another version of one may have been chosen. */
  shown(messages: readonly ThreadMessage[]): readonly ThreadMessage[]
  /** Of what is wrong, in other words than the server's: when it listens again, what the visitor can do. */
  explain(error: NonNullable<ConversationSnapshot['error']>): string | undefined
  /** A finished answer, to be counted, and announced when it is shown. */
  answered(message: ThreadMessage): Promise<string>
  seen(): void
  /** More of what was said before. */
  showOlder(): Promise<void>
  showCitation(citation: Citation, opener: HTMLElement): void
  /** Whether the key was a shortcut. */
  key(event: KeyboardEvent): boolean
  update(): Promise<void>
  end(): void
}

/** What the extras may do to the panel. */
export interface ExtrasHost {
  readonly input: PanelInput
  readonly root: ShadowRoot
  readonly conversation: ConversationController
  readonly rows: ThreadRows
  readonly draft: string
  write(text: string): void
  draw(): Promise<void>
  /** Draws the messages too that have not changed. */
  drawAll(): Promise<void>
  focusField(): void
  toEnd(): void
  readonly widget: PanelHost
}
