import type { ConversationSnapshot } from '@coachkit/sdk'
import { html, nothing } from 'lit/html.js'
import { icon } from '../../styles/icons.js'
import type { ExtrasParts } from './extras-parts.js'
import { isPerson, named } from './person.js'

const lookIcon = icon('M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20')

type Parts = Pick<ExtrasParts, 'host' | 'talk' | 'words' | 'announce'> & { unsay(text: string): void }

/** What goes on until there is an answer: somebody writes, something is looked up. Each is said once to screen readers for each question. */
export class UnderWay {
  readonly #parts: Parts
  /** By what it was said of. */
  readonly #said = new Set<string>()
  #last = ''

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Before each drawing. */
  follow(): void {
    const { snapshot } = this.#parts.host.conversation
    if (!snapshot || snapshot.loading) return
    // What is looked up is heard of from now on.
    if (snapshot.answering && snapshot.conversationId) this.#parts.talk.begin()
    const last = snapshot.messages.at(-1)
    if (!last) return
    const writer = this.#writer(snapshot)
    if (writer) this.#say(`writes ${last.role === 'assistant' ? (last.replyTo ?? last.id) : last.id}`, writer)
    const line = this.#line(snapshot)
    if (line) this.#say(`looks ${last.id}`, line)
    if (!writer && !line) this.#parts.unsay(this.#last)
  }

  /** After the last message. */
  after(): unknown {
    const { snapshot } = this.#parts.host.conversation
    const line = snapshot && this.#line(snapshot)
    return line ? html`<p class="state looking">${lookIcon}<span>${line}</span></p>` : nothing
  }

  #say(what: string, sentence: string): void {
    if (this.#said.has(what)) return
    this.#said.add(what)
    this.#last = sentence
    this.#parts.announce(sentence)
  }

  /** Who writes while nothing is there yet, as it is shown too. */
  #writer({ messages, typing, conversation, answering }: ConversationSnapshot): string | undefined {
    const { host, words } = this.#parts
    if (conversation?.state === 'person') return typing.some(isPerson) ? named(words().personWrites, conversation) : undefined
    const last = messages.at(-1)
    const begins = last?.role === 'assistant' ? last.status === 'pending' && last.text === '' : answering && last?.status === 'sent'
    return begins && host.input.config?.showTypingIndicator !== false ? host.input.locale.thinking : undefined
  }

  #line({ activity = [] }: ConversationSnapshot): string | undefined {
    const call = activity.at(-1)
    const { lookingUp, lookingUpSomething } = this.#parts.words()
    return call && (call.label ? lookingUp.replace('{what}', call.label) : lookingUpSomething)
  }
}
