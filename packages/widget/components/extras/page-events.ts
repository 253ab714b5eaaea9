import type { Conversation } from '@coachkit/contract'
import type { ConversationSnapshot } from '@coachkit/sdk'
import type { ExtrasHost } from './extras.js'

/** Tells the page what becomes of the conversation: that it began, who has it, and what was asked in other words. */
export class PageEvents {
  readonly #host: ExtrasHost
  #told: Pick<Conversation, 'id' | 'state'> | undefined
  #begun: string | undefined
  /** Questions put in other words whose new wording has not come yet. */
  readonly #edited = new Set<string>()

  constructor(host: ExtrasHost) {
    this.#host = host
  }

  /** The question is asked in other words here, and not in another tab. */
  editing(messageId: string): void {
    this.#edited.add(messageId)
  }

  notEdited(messageId: string): void {
    this.#edited.delete(messageId)
  }

  /** Before each drawing. */
  follow(): void {
    const { snapshot } = this.#host.conversation
    if (!snapshot) return
    const { conversationId, conversation } = snapshot
    this.#tellBegun(conversationId)
    if (conversation) this.#tellHandover(conversation)
    this.#tellEdits(snapshot)
  }

  /** Also of one that began before anybody here looked. */
  #tellBegun(conversationId: string | undefined): void {
    if (conversationId === undefined || conversationId === this.#begun || this.#host.conversation.known > 0) return
    this.#begun = conversationId
    this.#host.widget.emit('coach-conversation', { conversationId })
  }

  #tellHandover({ id, state, handover }: Conversation): void {
    if (this.#told?.id === id && this.#told.state !== state)
      this.#host.widget.emit('coach-handover', { state, person: state === 'person' ? handover?.person : undefined, conversationId: id })
    this.#told = { id, state }
  }

  #tellEdits({ messages }: ConversationSnapshot): void {
    for (const edited of this.#edited) {
      const message = messages.findLast(({ role, supersedes }) => role === 'user' && supersedes?.includes(edited))
      if (!message || !this.#edited.delete(edited)) continue
      this.#host.widget.emit('coach-message', { ...message, messageId: message.id })
    }
  }
}
