import type { ThreadMessage } from '@coachkit/sdk'
import type { ExtrasHost } from './extras.js'

/** An answer that comes whole is being typed for as long as the creator says; one that streams is shown as it comes. */
export class TypingDelay {
  readonly #host: ExtrasHost
  /** When an answer began, as long as nothing of it has come. */
  readonly #began = new Map<string, number>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ExtrasHost) {
    this.#host = host
  }

  /** What of the messages is shown now. */
  shown(messages: readonly ThreadMessage[]): readonly ThreadMessage[] {
    const last = messages.at(-1)
    if (last?.role !== 'assistant') return messages
    this.#note(last)
    const left = this.#left(last)
    clearTimeout(this.#timer)
    if (left > 0) this.#timer = setTimeout(() => void this.#host.draw(), left)
    const typing = left > 0 || (last.status === 'pending' && last.text === '')
    if (!typing) return messages
    const before = messages.slice(0, -1)
    return this.#host.input.config?.showTypingIndicator === false ? before : [...before, { ...last, status: 'pending', text: '' }]
  }

  /** When the answer is shown. */
  async until(message: ThreadMessage): Promise<void> {
    const left = this.#left(message)
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #note({ id, status, text }: ThreadMessage): void {
    if (status !== 'pending') return
    if (text !== '') this.#began.delete(id)
    else if (!this.#began.has(id)) this.#began.set(id, performance.now())
  }

  #left({ id, status }: ThreadMessage): number {
    const began = this.#began.get(id)
    if (status === 'pending' || began === undefined) return 0
    const left = began + (this.#host.input.config?.responseDelayMs ?? 0) - performance.now()
    if (left <= 0) this.#began.delete(id)
    return left
  }
}
