import type { ConversationSnapshot } from '@coachkit/sdk'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Locale } from '../../locales/locale.js'

interface BannerInput {
  snapshot: ConversationSnapshot
  locale: Locale
  reopen(): void
  /** What is said of it otherwise, once that is loaded. */
  explain(error: NonNullable<ConversationSnapshot['error']>): string | undefined
}

/** What is wrong between the visitor and the server; nothing while all is well. */
export function bannerTemplate(input: BannerInput): TemplateResult {
  const { locale, reopen } = input
  const found = finding(input)
  const again = html`<button type="button" class="text-button" @click=${reopen}>${locale.retry}</button>`
  return html`<div class="banner" role="status">${found ? html`<p class=${found.kind}>${found.text} ${found.retry ? again : nothing}</p>` : nothing}</div>`
}

function finding({ snapshot, locale, explain }: BannerInput): { kind: 'calm' | 'failure'; text: string; retry: boolean } | undefined {
  const { connection, error, messages } = snapshot
  if (connection === 'offline') return { kind: 'failure', text: locale.offline, retry: false }
  if (connection === 'reconnecting') return { kind: 'calm', text: locale.reconnecting, retry: false }
  // A message that was not sent says so itself, and is sent again from there; the server's reason is said here.
  const unsent = messages.some((each) => each.status === 'unsent')
  const known = error && own.test(error.code)
  if (error && !(unsent && known))
    return {
      kind: 'failure',
      text: explain(error) ?? (known ? locale.unavailable : error.message),
      retry: !unsent,
    }
  if (connection === 'closed') return { kind: 'failure', text: locale.closed, retry: true }
  if (connection === 'connecting' && messages.length > 0) return { kind: 'calm', text: locale.connecting, retry: false }
  return undefined
}

/** Codes of the client itself, whose sentences are for developers. */
const own = /^(NETWORK|TIMEOUT|CLIENT|REALTIME)/
