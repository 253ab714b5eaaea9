import type { ThreadMessage } from '@coachkit/sdk'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'
import type { ExtrasHost } from './extras.js'
import { Room } from './room.js'
import type { SheetStack } from './sheet.js'
import type { Talk } from './talk.js'
import { textSheet } from './text-sheet.js'

const thumb = 'M7 10.5V20H4v-9.5zM7 10.5L11 3c1.6 0 2.6 1.2 2.3 2.7L12.7 9H19a1.8 1.8 0 0 1 1.8 2.2l-1.6 7.2A2 2 0 0 1 17.3 20H7'
const thumbIcon = icon(thumb)

/** Characters the server takes as a reason. */
const maxReason = 1000

interface OpinionParts {
  host: ExtrasHost
  talk: Talk
  sheets: SheetStack
  words(): ExtrasWords
  announce(text: string): void
}
type Rating = 'up' | 'down'

/** Whether an answer helped, and why not: two thumbs that can be taken back. */
export function opinionTemplate(parts: OpinionParts, message: ThreadMessage): TemplateResult {
  const { feedback } = message
  const words = parts.words()
  const button = (rating: Rating, label: string) => {
    const pressed = feedback?.rating === rating
    const click = (event: Event) => void toggle(parts, message, rating, event.currentTarget as HTMLElement)
    return html`<button type="button" class="icon-button thumb ${rating}" aria-pressed=${pressed} aria-label=${label} title=${label} @click=${click}>${thumbIcon}</button>`
  }
  const reason = feedback?.reason === undefined ? words.addReason : words.changeReason
  return html`${button('up', words.helped)}${button('down', words.helpedNot)}
    ${feedback?.rating === 'down' ? html`<button type="button" class="text-button why" aria-haspopup="dialog" @click=${(event: Event) => askReason(parts, message, event.currentTarget as HTMLElement)}>${reason}</button>` : nothing}`
}

async function toggle(parts: OpinionParts, message: ThreadMessage, rating: Rating, opener: HTMLElement): Promise<void> {
  const takesBack = message.feedback?.rating === rating
  if (!(await rate(parts, message, takesBack ? undefined : { rating }))) return
  parts.announce(takesBack ? parts.words().opinionRemoved : parts.words().thanks)
  if (!takesBack && rating === 'down') askReason(parts, message, opener)
}

function askReason(parts: OpinionParts, message: ThreadMessage, opener: HTMLElement): void {
  const words = parts.words()
  const sheet = textSheet({
    title: words.reasonTitle,
    label: words.reasonLabel,
    action: words.sendReason,
    text: message.feedback?.reason ?? '',
    most: maxReason,
    room: new Room(parts),
    draw: parts.host.draw,
    async onDone(reason) {
      if (!(await rate(parts, message, { rating: 'down', reason }))) return
      await parts.sheets.close()
      parts.announce(parts.words().thanks)
    },
  })
  void parts.sheets.open(sheet, opener)
}

/** Whether it was taken; why not is in the banner. */
async function rate({ host, talk }: OpinionParts, { id }: ThreadMessage, feedback: ThreadMessage['feedback']): Promise<boolean> {
  const done = await talk.current?.rate(id, feedback).then(
    () => true,
    () => false,
  )
  if (done) host.widget.emit('coach-feedback', { messageId: id, rating: feedback?.rating })
  return done === true
}
