import type { Language, MessageContext, WidgetConfig } from '@coachkit/contract'
import type { Identity } from '@coachkit/sdk'
import type { Locale } from '../../locales/locale.js'
import type { Reword, WidgetWords } from '../../locales/page-words.js'

/** What the launcher knows and the panel shows. */
export interface PanelInput {
  baseUrl: string
  creator: string
  language: Language
  locale: Locale
  /** What other words are replaced by, as those of `locale` already are. */
  reword: Reword
  /** Without it, what the session's start brings. */
  config: WidgetConfig | undefined
  /** In the flow of the page, with nothing to close. */
  inline: boolean
  /** Whom the page vouches for. */
  identity: Identity | undefined
  /** What the page says now of where the visitor is. */
  context(): MessageContext | undefined
}
/** The element that holds the panel. */
export interface PanelHost extends HTMLElement {
  readonly isOpen: boolean
  readonly words: WidgetWords | undefined
  /** Told that its language may have changed, it says everything anew. */
  attributeChangedCallback(name: 'lang', before: string | null, after: string | null): void
  close(): void
  /** Asks, as if the visitor had written it. */
  send(text: string): Promise<void>
  emit(type: string, detail?: unknown): void
}
