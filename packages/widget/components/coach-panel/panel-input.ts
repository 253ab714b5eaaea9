import type { Language, MessageContext, WidgetConfig } from '@coachkit/contract'
import type { Identity } from '@coachkit/sdk'
import type { Locale } from '../../locales/locale.js'

/** What the launcher knows and the panel shows. */
export interface PanelInput {
  baseUrl: string
  creator: string
  language: Language
  locale: Locale
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
  close(): void
  emit(type: string, detail?: unknown): void
}
