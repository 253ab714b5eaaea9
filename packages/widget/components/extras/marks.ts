import type { ConversationSnapshot, ThreadMessage } from '@coachkit/sdk'
import { html, nothing } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'
import type { ExtrasHost } from './extras.js'
import type { Talk } from './talk.js'

type Mark = 'sent' | 'delivered' | 'read'

const icons = {
  sent: icon('M5 12.5l4.5 4.5L19 7.5'),
  delivered: icon('M2 12.5l4.5 4.5L16 7.5M12.5 16.5L22 7.5'),
  read: icon('M2 12.5l4.5 4.5L16 7.5M12.5 16.5L22 7.5'),
}

interface MarksParts {
  host: ExtrasHost
  talk: Talk
  words(): ExtrasWords
}

/** What became of the visitor's messages that nobody has answered yet; and says to people how far the visitor has read what they wrote. */
export class Marks {
  readonly #parts: MarksParts
  readonly #life = new AbortController()
  /** The chat is within what is seen of the page. */
  #inView = false
  #marks: ReadonlyMap<string, Mark> = new Map()
  readonly #observer: IntersectionObserver

  constructor(parts: MarksParts) {
    this.#parts = parts
    this.#observer = new IntersectionObserver((entries) => {
      this.#inView = entries.at(-1)?.isIntersecting ?? false
      void parts.host.draw()
    })
    this.#observer.observe(parts.host.root.host)
    document.addEventListener('visibilitychange', () => void parts.host.draw(), { signal: this.#life.signal })
  }

  /** Before each drawing: a message that has not changed is drawn again when its mark has. */
  follow(): void {
    const { snapshot } = this.#parts.host.conversation
    const marks = snapshot ? marksOf(snapshot) : new Map<string, Mark>()
    const same = marks.size === this.#marks.size && [...marks].every(([id, mark]) => this.#marks.get(id) === mark)
    if (same) return
    this.#marks = marks
    void this.#parts.host.drawAll()
  }

  template({ id }: ThreadMessage): unknown {
    const mark = this.#marks.get(id)
    return mark ? html`<div class="state mark" data-mark=${mark}>${icons[mark]}${this.#parts.words()[mark]}</div>` : nothing
  }

  /** Tells people that what they wrote has come, and that it is seen by a reader who is at the end. */
  tell(atEnd: boolean): void {
    const { host, talk } = this.#parts
    const { messages = [], receipts = [] } = host.conversation.snapshot ?? {}
    const newest = messages.findLast(({ role }) => role === 'member')?.offset ?? 0
    const own = receipts.find(({ participantId }) => participantId === 'visitor')
    const seen = atEnd && this.#inView && host.widget.isOpen && !document.hidden
    if (newest <= ((seen ? own?.read : own?.delivered) ?? 0)) return
    const told = seen ? talk.current?.markRead() : talk.current?.markDelivered()
    told?.catch(() => undefined)
  }

  end(): void {
    this.#observer.disconnect()
    this.#life.abort()
  }
}

/** The newest of the messages without an answer says how far it has come, and an earlier one when it has come further. A coach only gets them. */
function marksOf({ messages, receipts, conversation }: ConversationSnapshot): Map<string, Mark> {
  const byPeople = conversation !== undefined && (conversation.kind === 'direct' || conversation.state !== 'coach')
  const people = byPeople ? receipts.filter(({ participantId }) => participantId !== 'visitor') : []
  const far = (what: 'delivered' | 'read') => Math.max(0, ...people.map((each) => each[what]))
  const [delivered, read] = [far('delivered'), far('read')]
  const marks = new Map<string, Mark>()
  let shown = -1
  for (const { id, status, offset = 0 } of messages.slice(messages.findLastIndex(({ role }) => role !== 'user') + 1).reverse()) {
    if (status !== 'sent') continue
    const reached = offset <= read ? 2 : offset <= delivered ? 1 : 0
    if (reached <= shown) continue
    shown = reached
    marks.set(id, (['sent', 'delivered', 'read'] as const)[reached] as Mark)
  }
  return marks
}
