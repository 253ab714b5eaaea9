import type { WidgetConfig } from '@coachkit/contract'
import { type ConversationSnapshot, createVisitorClient, type ThreadMessage, type VisitorClient, type VisitorConversation } from '@coachkit/sdk'
import type { PanelInput } from '../components/coach-panel/panel-input.js'

interface Options {
  onChange(): unknown
  onConfig(config: WidgetConfig): void
  /** The server has what was sent here, an answer that was being written has ended, or a person wrote. */
  onMessage(message: ThreadMessage): void
  onError(error: { code: string; message: string }): void
}

/** Holds the conversation's store and says when it changed. */
export class ConversationController {
  readonly #options: Options
  client: VisitorClient | undefined
  handle: VisitorConversation | undefined
  #error: ConversationSnapshot['error']
  #unsubscribe: (() => void) | undefined
  #pending = new Set<string>()
  #told = new Set<string>()
  #looked: readonly ThreadMessage[] = []
  /** The log's position when the conversation was loaded: an answer after it is news, even if it was never seen growing. */
  known = Number.POSITIVE_INFINITY

  constructor(options: Options) {
    this.#options = options
  }

  /** Absent before the start and after the end. */
  get snapshot(): ConversationSnapshot | undefined {
    return this.handle?.getSnapshot()
  }

  /** Whether an answer has begun that will get longer. */
  get isGrowing(): boolean {
    const last = this.snapshot?.messages.at(-1)
    return last?.status === 'pending' && last.text !== ''
  }

  start(input: Pick<PanelInput, 'baseUrl' | 'creator' | 'language' | 'identity' | 'context'>): void {
    if (this.handle) return
    this.client = createVisitorClient({ ...input, channel: 'widget' })
    this.#follow()
    this.client.session.ensure().then(
      ({ config }) => this.#options.onConfig(config),
      () => undefined,
    )
  }

  end(): void {
    this.#unsubscribe?.()
    this.handle?.close()
    this.handle = undefined
  }

  /** Closes what hangs and reads the conversation anew. */
  reopen(): void {
    this.handle?.close()
    this.#open()
  }

  send(text: string): void {
    this.handle?.send({ text })
  }

  stop(): void {
    this.handle?.stop().catch(() => undefined)
  }

  retry(messageId: string): void {
    this.handle?.retry(messageId).catch(() => undefined)
  }

  async loadOlder(): Promise<void> {
    await this.handle?.loadOlder().catch(() => undefined)
  }

  startNew(): void {
    this.known = 0
    this.handle?.startNew()
  }

  /** Goes on with another conversation of the visitor's. */
  openPast(id: string): void {
    this.end()
    this.#follow(id)
    this.#changed()
  }

  #follow(id?: string): void {
    this.#pending.clear()
    this.known = Number.POSITIVE_INFINITY
    this.handle = this.client?.conversation(id)
    this.#unsubscribe = this.handle?.subscribe(() => this.#changed())
    this.#open()
  }

  /** Failures are in the snapshot, which the host shows. */
  #open(): void {
    this.handle?.open().catch(() => undefined)
  }

  #changed(): void {
    const snapshot = this.snapshot
    if (!snapshot) return
    const { error, messages, loading, renewed } = snapshot
    if (renewed) this.known = 0
    if (error && error.code !== this.#error?.code) this.#options.onError(error)
    this.#error = error
    const before = this.#looked
    this.#looked = messages
    messages.forEach((message, index) => {
      if (message !== before[index]) this.#look(message)
    })
    if (!loading && this.known > Number.MAX_SAFE_INTEGER) this.known = Math.max(0, ...messages.map((each) => each.offset ?? 0))
    this.#options.onChange()
  }

  /** Tells of one that has come to its end, once. */
  #look(message: ThreadMessage): void {
    const { id, clientMessageId = id, status, role, offset = 0 } = message
    // `pending` and `sending`.
    if (/ing$/.test(status)) this.#pending.add(clientMessageId)
    else if (status !== 'unsent' && (this.#pending.delete(clientMessageId) || (role !== 'user' && offset > this.known && !this.#told.has(id)))) {
      this.#told.add(id)
      this.#options.onMessage(message)
    }
  }
}
