import type { MessageVersion, ThreadMessage } from '@coachkit/sdk'
import { html, nothing } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'
import { icon } from '../../styles/icons.js'
import type { ExtrasHost } from './extras.js'
import type { Talk } from './talk.js'

const backIcon = icon('M14.5 6l-6 6 6 6')
const onIcon = icon('M9.5 6l6 6-6 6')

interface Known {
  versions: MessageVersion[]
  /** The one that is shown. */
  at: number
}
interface VersionsParts {
  host: ExtrasHost
  talk: Talk
  words(): ExtrasWords
  announce(text: string): void
}

/** Earlier wordings of questions and answers, read when there are any and shown in the place of what holds now. */
export class Versions {
  readonly #parts: VersionsParts
  /** By the id of the message that holds now. */
  readonly #known = new Map<string, Known>()
  readonly #reading = new Set<string>()
  /** Of an earlier version, the message that holds now. */
  readonly #holds = new Map<string, string>()

  constructor(parts: VersionsParts) {
    this.#parts = parts
  }

  /** What to show in the place of messages. */
  shown(messages: readonly ThreadMessage[]): readonly ThreadMessage[] {
    return this.#known.size === 0 ? messages : messages.map((message) => this.#version(message))
  }

  #version(message: ThreadMessage): ThreadMessage {
    const own = this.#earlier(message.id)
    if (own) return own.message
    return (message.replyTo && this.#earlier(message.replyTo)?.answer) || message
  }

  /** The way from one version to the other; nothing where there is one. */
  template(message: ThreadMessage): unknown {
    const id = this.#holds.get(message.id) ?? message.id
    if (!message.supersedes && id === message.id) return nothing
    const known = this.#known.get(id)
    if (!known) {
      void this.#read(id)
      return nothing
    }
    const { at, versions } = known
    const words = this.#parts.words()
    const button = (to: number, label: string, image: unknown) =>
      html`<button type="button" class="icon-button" aria-label=${label} title=${label} aria-disabled=${to < 0 || to >= versions.length} @click=${() => this.#show(id, to)}>${image}</button>`
    return html`<div class="versions" role="group" aria-label=${this.#said(known)}>
      ${button(at - 1, words.earlierVersion, backIcon)}<span>${at + 1}/${versions.length}</span>${button(at + 1, words.laterVersion, onIcon)}
    </div>`
  }

  #earlier(id: string): MessageVersion | undefined {
    const known = this.#known.get(id)
    return known && known.at < known.versions.length - 1 ? known.versions[known.at] : undefined
  }

  #said({ at, versions }: Known): string {
    return this.#parts
      .words()
      .version.replace('{number}', String(at + 1))
      .replace('{count}', String(versions.length))
  }

  #show(id: string, at: number): void {
    const known = this.#known.get(id)
    if (!known?.versions[at]) return
    known.at = at
    void this.#parts.host.drawAll()
    this.#parts.announce(this.#said(known))
  }

  async #read(id: string): Promise<void> {
    if (this.#reading.has(id)) return
    this.#reading.add(id)
    // Without them the newest is shown, which is always there.
    const versions = await this.#parts.talk.current?.versions(id).catch(() => undefined)
    this.#reading.delete(id)
    if (!versions || versions.length < 2) return
    this.#known.set(id, { versions, at: versions.length - 1 })
    for (const { message } of versions.slice(0, -1)) this.#holds.set(message.id, id)
    void this.#parts.host.drawAll()
  }
}
