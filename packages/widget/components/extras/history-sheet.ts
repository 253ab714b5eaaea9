import type { Conversation } from '@coachkit/contract'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import type { ExtrasHost } from './extras.js'
import { dateIn } from './moments.js'
import type { SheetStack } from './sheet.js'

/** Past conversations, the newest first; one of them is opened in place of the present one. */
export async function historySheet({ host, words, sheets }: { host: ExtrasHost; words(): ExtrasWords; sheets: SheetStack }): Promise<void> {
  let found: Conversation[] | 'failed' | undefined
  let cursor: string | undefined
  const load = async () => {
    try {
      const page = await host.conversation.client?.call('conversations.list', { query: { limit: 20, ...(cursor === undefined ? {} : { cursor }) } })
      found = [...(Array.isArray(found) ? found : []), ...(page?.items ?? []).filter(({ offset }) => offset > 0)]
      cursor = page?.nextCursor
    } catch {
      found = 'failed'
    }
    await host.draw()
  }
  const choose = (id: string) => {
    host.conversation.openPast(id)
    void sheets.close()
  }
  const body = () => {
    if (found === undefined) return html`<p class="state" role="status">${host.input.locale.loading}</p>`
    if (found === 'failed') return html`<p class="state failure" role="alert">${host.input.locale.unavailable}</p>`
    if (found.length === 0) return html`<p class="state">${words().noHistory}</p>`
    return html`<ul class="choices">
        ${found.map((each) => entry(each, { host, choose }))}
      </ul>
      ${cursor === undefined ? nothing : html`<button type="button" class="text-button" @click=${load}>${words().more}</button>`}`
  }
  const opening = sheets.open({ title: words().history, body })
  await Promise.all([opening, load()])
}

function entry(conversation: Conversation, { host, choose }: { host: ExtrasHost; choose(id: string): void }): TemplateResult {
  const { language } = host.input
  const at = new Date(conversation.updatedAt)
  const time = `${dateIn(at, new Date(), language)}, ${new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at)}`
  const present = conversation.id === host.conversation.snapshot?.conversationId
  return html`<li>
    <button type="button" aria-current=${present} @click=${() => choose(conversation.id)}><span class="entry"><span dir="auto">${conversation.title ?? time}</span>${conversation.title ? html`<span class="place">${time}</span>` : nothing}</span></button>
  </li>`
}
