import type { Conversation } from '@coachkit/contract'
import type { ConversationSnapshot, ThreadMessage } from '@coachkit/sdk'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'
import { typingTemplate } from '../message/message.js'
import type { ExtrasHost } from './extras.js'
import type { Talk } from './talk.js'

export const personIcon = icon('M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.7 3.8-5.5 7.5-5.5s6.7 1.8 7.5 5.5')

interface PersonParts {
  host: ExtrasHost
  talk: Talk
  words(): ExtrasWords
  announce(text: string): void
}

/** A person in the coach's place: asked for, here, and gone again, in words. */
export class Person {
  readonly #parts: PersonParts
  #told: { id: string; state: Conversation['state'] } | undefined
  #draft = ''
  /** Answers of the coach that come after a person's. */
  #back = new Set<string>()

  constructor(parts: PersonParts) {
    this.#parts = parts
  }

  /** Before each drawing: says what changed, and to the person that the visitor writes. */
  follow(): void {
    const { snapshot } = this.#parts.host.conversation
    const conversation = snapshot?.conversation
    this.#parts.host.root.host.toggleAttribute('held', this.isHeld)
    this.#back = snapshot ? handBacks(snapshot.messages) : new Set()
    if (!conversation) return
    const { id, state, kind } = conversation
    // Who takes part is known from now on.
    if (kind !== 'ai' || state !== 'coach') this.#parts.talk.begin()
    if (this.#told?.id === id && this.#told.state !== state) {
      const said = this.#line(conversation, undefined) ?? (this.#told.state === 'person' ? this.#parts.words().handedBack : undefined)
      if (said) this.#parts.announce(said)
    }
    this.#told = { id, state }
    this.#tell(state)
  }

  /** No coach answers now. */
  get isHeld(): boolean {
    const { conversation } = this.#parts.host.conversation.snapshot ?? {}
    return conversation ? isHeld(conversation) : this.#willBeDirect
  }

  /** There is no conversation yet, or nothing is known of it, and those that begin now are with people. */
  get #willBeDirect(): boolean {
    const { snapshot } = this.#parts.host.conversation
    return this.#parts.host.input.config?.direct === true && snapshot?.loading === false
  }

  /** Whether the visitor can ask for one. */
  get mayAsk(): boolean {
    const conversation = this.#parts.host.conversation.snapshot?.conversation
    return conversation?.kind === 'assisted' && conversation.state === 'coach'
  }

  ask = async (): Promise<void> => {
    // Why it could not be is in the banner.
    await this.#parts.talk.current?.requestPerson().catch(() => undefined)
  }

  head(): unknown {
    if (!this.mayAsk) return nothing
    const label = this.#parts.words().askPerson
    return html`<button type="button" class="icon-button" aria-label=${label} title=${label} @click=${this.ask}>${personIcon}</button>`
  }

  /** Who answers now, for the panel's head, and what is said below the field. */
  said(): { who?: string; notice?: string } {
    const { conversation, present = [] } = this.#parts.host.conversation.snapshot ?? {}
    const words = this.#parts.words()
    if (!conversation) return this.#willBeDirect ? { who: words.personSoon, notice: '' } : {}
    if (!isHeld(conversation)) return {}
    if (conversation.state !== 'person') return { who: words.personSoon, notice: '' }
    return { who: named(present.some(isPerson) ? words.personHere : words.personHas, conversation), notice: '' }
  }

  /** Above a person's first message its author; above the coach's first one after a person's, that the coach is back. */
  above(previous: ThreadMessage | undefined, message: ThreadMessage): unknown {
    if (this.#back.has(message.id)) return html`<div class="day">${this.#parts.words().handedBack}</div>`
    if (message.role !== 'member' || (previous?.role === 'member' && previous.author === message.author)) return nothing
    return authorTemplate(message.author)
  }

  /** After the last message. */
  after(): TemplateResult {
    const { conversation, typing = [], messages = [] } = this.#parts.host.conversation.snapshot ?? {}
    const last = messages.findLast(({ role }) => role !== 'user')
    const line = conversation && messages.length > 0 ? this.#line(conversation, last) : undefined
    const thinking = conversation?.state === 'person' && named(this.#parts.words().personWrites, conversation)
    return html`${line ? html`<div class="day">${line}</div>` : nothing}${thinking && typing.some(isPerson) ? typingTemplate({ ...this.#parts.host.input.locale, thinking }) : nothing}`
  }

  #line(conversation: Conversation, last: ThreadMessage | undefined): string | undefined {
    const { state, kind, handover } = conversation
    const words = this.#parts.words()
    if (state === 'requested') return kind === 'direct' ? words.personSoon : words.personRequested
    if (state === 'coach') return last?.role === 'member' ? words.handedBack : undefined
    const hasWritten = last?.role === 'member' && last.createdAt >= (handover?.acceptedAt ?? '')
    return hasWritten ? undefined : named(words.personJoined, conversation)
  }

  #tell(state: Conversation['state']): void {
    const { draft } = this.#parts.host
    if (draft === this.#draft) return
    this.#draft = draft
    if (state === 'person') this.#parts.talk.current?.setTyping(draft !== '')
  }
}

/** Who wrote what stands below. */
export function authorTemplate(author = ''): TemplateResult {
  return html`<div class="author"><span class="avatar" aria-hidden="true">${[...author][0] ?? ''}</span><span dir="auto">${author}</span></div>`
}

function isHeld({ kind, state }: Conversation): boolean {
  return kind === 'direct' || state === 'person'
}

export function isPerson(participantId: string): boolean {
  return participantId !== 'visitor'
}

export function named(sentence: string, { handover }: Conversation): string {
  return sentence.replace('{name}', handover?.person ?? '')
}

function handBacks(messages: ConversationSnapshot['messages']): Set<string> {
  const found = new Set<string>()
  let answerer: ThreadMessage['role'] | undefined
  for (const { id, role } of messages) {
    if (role === 'user') continue
    if (role === 'assistant' && answerer === 'member') found.add(id)
    answerer = role
  }
  return found
}
