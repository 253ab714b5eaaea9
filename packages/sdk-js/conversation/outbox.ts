import type { Message, MessageContext, QuestionVector } from '@coachkit/contract'
import { CoachClientError } from '../http/client-error.js'
import type { Call } from '../http/create-http.js'
import type { SessionStore } from '../session-store.js'
import { fromLines, toLines } from './outbox-lines.js'
import { retrying } from './retrying.js'

/** A question's vector, made in the client; nothing for a question that goes by words. */
export type MakeVector = (text: string, signal: AbortSignal) => Promise<QuestionVector | undefined>
/** A message on its way. It is kept in the store until the server has it, also over a reload. */
export interface Outgoing {
  clientMessageId: string
  text: string
  createdAt: string
  /** Where it belongs: a conversation's id, `new:…` for one that the first message opens, or `held` until that is known. */
  conversation: string
  /** Of the text, by the sender. */
  vector?: QuestionVector
  /** What the page said of where its visitor was. */
  context?: MessageContext | undefined
  /** The server does not want it; it waits for a retry by hand. */
  refused?: boolean
}
/** Not sent before `move` says where to. */
export const held = 'held'
export type OutboxEvent =
  | { type: 'sent'; item: Outgoing; message: Message }
  | { type: 'opened'; from: string; conversationId: string }
  | { type: 'delayed'; item: Outgoing; error: CoachClientError }
  /** The item's conversation is not there (any more): the item is held. */
  | { type: 'gone'; item: Outgoing; error: unknown }
  | { type: 'refused'; item: Outgoing; error: unknown }

/** The messages of one client, sent one after the other, each until it arrives. A repeat is harmless: the server knows its id. */
export class Outbox {
  readonly #listeners = new Set<(event: OutboxEvent) => void>()
  readonly #store: SessionStore
  readonly #key: string
  readonly #call: Call
  readonly #opened: () => string | undefined
  /** May come later than the outbox, and go again. */
  makeVector: MakeVector | undefined
  readonly #channel: string | undefined
  #running = false
  #life = new AbortController()

  /** `opened` tells which conversation was opened last, here or in another tab; `channel` is said of those that are opened here. */
  constructor(input: {
    store: SessionStore
    key: string
    call: Call
    opened(): string | undefined
    makeVector: MakeVector | undefined
    channel: string | undefined
  }) {
    this.#store = input.store
    this.#key = `${input.key}:outbox`
    this.#call = input.call
    this.#opened = input.opened
    this.makeVector = input.makeVector
    this.#channel = input.channel
  }

  subscribe(listener: (event: OutboxEvent) => void): () => void {
    this.#listeners.add(listener)
    void this.#run()
    return () => {
      this.#listeners.delete(listener)
      // Nobody is left to show how it goes: what waits is sent when somebody looks again.
      if (this.#listeners.size > 0) return
      this.#life.abort()
      this.#life = new AbortController()
    }
  }

  items(): Outgoing[] {
    try {
      return fromLines<Outgoing>(this.#store.get(this.#key))
    } catch {
      return []
    }
  }

  add(item: Outgoing): void {
    this.#write([...this.items().filter((each) => each.clientMessageId !== item.clientMessageId), item])
    void this.#run()
  }

  /** Says where messages belong after all. */
  move(from: string, to: string): void {
    this.#write(this.items().map((each) => (each.conversation === from ? { ...each, conversation: to } : each)))
    void this.#run()
  }

  /** Leaves it to the reader what becomes of the message. */
  refuse(item: Outgoing, error: unknown): void {
    this.#change(item, { conversation: item.conversation, refused: true })
    this.#tell({ type: 'refused', item, error })
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    const { signal } = this.#life
    for (let item = this.#next(); item && !signal.aborted; item = this.#next()) await this.#send(item, signal)
    this.#running = false
    if (this.#next() && this.#listeners.size > 0) void this.#run()
  }

  #next(): Outgoing | undefined {
    return this.#listeners.size > 0 ? this.items().find((each) => !each.refused && each.conversation !== held) : undefined
  }

  async #send(item: Outgoing, signal: AbortSignal): Promise<void> {
    const isNew = item.conversation.startsWith('new:')
    const options = { signal, mayPass: isUnauthorised, onFailure: (error: CoachClientError) => this.#tell({ type: 'delayed', item, error }) }
    try {
      if (isNew) {
        const body = this.#channel === undefined ? undefined : { channel: this.#channel }
        // Its name here: when the answer is lost, the next try opens no other.
        const opening = { body, signal, idempotencyKey: item.conversation }
        return this.#place(item, (await retrying(() => this.#call('conversations.create', opening), options)).id)
      }
      const vector = item.vector ?? (await this.makeVector?.(item.text, signal))
      const body = { clientMessageId: item.clientMessageId, text: item.text, context: item.context }
      const send = (vector?: QuestionVector) =>
        retrying(
          () => this.#call('messages.send', { params: { conversationId: item.conversation }, body: vector ? { ...body, vector } : body, signal }),
          options,
        )
      const { message } = await send(vector).catch((error: unknown) => {
        // The server goes by another model now; the question is good without.
        if (vector && error instanceof CoachClientError && error.code === 'EMBEDDER_002') return send()
        throw error
      })
      this.#write(this.items().filter((each) => each.clientMessageId !== item.clientMessageId))
      this.#tell({ type: 'sent', item, message })
    } catch (error) {
      if (signal.aborted) return
      if (isNew || !(error instanceof CoachClientError && error.status === 404)) return this.refuse(item, error)
      this.#change(item, { conversation: held })
      this.#tell({ type: 'gone', item, error })
    }
  }

  /** The conversation is open, unless another tab was faster: then the message is in that one, or has left from there. */
  #place(item: Outgoing, id: string): void {
    const from = item.conversation
    const now = this.items().find((each) => each.clientMessageId === item.clientMessageId)
    const conversationId = now?.conversation === from ? id : now?.conversation || this.#opened() || id
    this.move(from, conversationId)
    this.#tell({ type: 'opened', from, conversationId })
  }

  #change(item: Outgoing, change: Partial<Outgoing>): void {
    this.#write(this.items().map((each) => (each.clientMessageId === item.clientMessageId ? { ...each, ...change } : each)))
  }

  #write(items: Outgoing[]): void {
    this.#store.set(this.#key, toLines(items))
  }

  #tell(event: OutboxEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

/** A credential can be renewed; what was written must not be lost over it. */
function isUnauthorised(error: CoachClientError): boolean {
  return error.status === 401
}
