import type { WidgetConfig } from '@coachkit/contract'
import { type ConversationHandle, type ConversationSnapshot, createVisitorClient, type ThreadMessage } from '@coachkit/sdk'

interface Options {
  onChange(): unknown
  onConfig(config: WidgetConfig): void
  /** An answer that was being written has ended. */
  onAnswer(message: ThreadMessage): void
}

/** Holds the conversation's store and says when it changed. */
export class ConversationController {
  readonly #options: Options
  #handle: ConversationHandle | undefined
  #unsubscribe: (() => void) | undefined
  #pending = new Set<string>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Absent before the start and after the end. */
  get snapshot(): ConversationSnapshot | undefined {
    return this.#handle?.getSnapshot()
  }

  start(input: { baseUrl: string; creator: string; language: string }): void {
    if (this.#handle) return
    const client = createVisitorClient(input)
    const handle = client.conversation()
    this.#handle = handle
    this.#unsubscribe = handle.subscribe(() => this.#changed())
    client.session.ensure().then(
      ({ config }) => this.#options.onConfig(config),
      () => undefined,
    )
    this.#open()
  }

  end(): void {
    this.#unsubscribe?.()
    this.#handle?.close()
    this.#handle = undefined
  }

  /** Closes what hangs and reads the conversation anew. */
  reopen(): void {
    this.#handle?.close()
    this.#open()
  }

  send(text: string): void {
    this.#handle?.send({ text })
  }

  stop(): void {
    this.#handle?.stop().catch(() => undefined)
  }

  retry(messageId: string): void {
    this.#handle?.retry(messageId).catch(() => undefined)
  }

  async loadOlder(): Promise<void> {
    await this.#handle?.loadOlder().catch(() => undefined)
  }

  startNew(): void {
    this.#handle?.startNew()
  }

  /** Failures are in the snapshot, which the host shows. */
  #open(): void {
    this.#handle?.open().catch(() => undefined)
  }

  #changed(): void {
    for (const message of this.snapshot?.messages ?? []) {
      if (message.role !== 'assistant') continue
      if (message.status === 'pending') this.#pending.add(message.id)
      else if (this.#pending.delete(message.id)) this.#options.onAnswer(message)
    }
    this.#options.onChange()
  }
}
