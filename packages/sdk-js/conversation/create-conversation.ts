import type { ConversationEvent, MessageContext, Publication, QuestionVector, SubscribeResult } from '@coachkit/contract'
import { CoachClientError } from '../http/client-error.js'
import type { Call } from '../http/create-http.js'
import type { Realtime, Subscription } from '../realtime/create-realtime.js'
import type { SessionStore } from '../session-store.js'
import type { ConversationSnapshot, VisitorConversation, WaitOptions } from './conversation-handle.js'
import type { Exchange } from './exchange.js'
import { nobody, type PeopleSnapshot } from './nobody.js'
import { held, type Outbox, type OutboxEvent, type Outgoing } from './outbox.js'
import { newId, ownMessage } from './own-message.js'
import type { People } from './people.js'
import { emptyThread, reduceThread, type Thread, type ThreadAction } from './reducer.js'
import { retrying } from './retrying.js'

export interface ConversationDeps {
  id?: string | undefined
  key: string
  store: SessionStore
  realtime: Realtime
  outbox: Outbox
  call: Call
  /** What the page says now of where its visitor is. */
  context?: (() => MessageContext | undefined) | undefined
}
/** Begins what keeps who takes part. */
export type Gather = (onChange: (people: PeopleSnapshot) => void) => People
/** Begins what tells of one question and its answer. */
export type Follow = (clientMessageId: string, signal?: AbortSignal) => Exchange

const pageSize = 50
const empty: ConversationSnapshot = { connection: 'idle', loading: false, messages: [], hasOlder: false, answering: false, ...nobody }

/** A conversation as a store: messages, connection and what a visitor's page does with them. */
export function createConversation(deps: ConversationDeps): VisitorConversation {
  return new Conversation(deps)
}

/** Without `follow`, `send` tells nothing of the answer; before `gather`, nobody else is known. */
export class Conversation implements VisitorConversation {
  readonly #deps: ConversationDeps & { follow?: Follow }
  readonly #listeners = new Set<() => void>()
  #exchanges: Exchange[] = []
  /** What was written here, by its id. */
  readonly #own = new Set<string>()
  #thread: Thread = emptyThread
  #snapshot: ConversationSnapshot = empty
  #people: People | undefined
  #id: string | undefined
  /** Names the conversation that the first message will open. */
  #fresh = `new:${newId()}`
  /** Whether it is known which conversation this is. */
  #placed = false
  /** Position of the log that the newest page was read at, and where the page before the first one begins. */
  #pageOffset = 0
  #paging: Promise<void> = Promise.resolve()
  #older: string | undefined
  #subscription: Subscription | undefined
  #opening: Promise<void> | undefined
  #leaveOutbox: (() => void) | undefined
  #life = new AbortController()

  constructor(deps: ConversationDeps & { follow?: Follow }) {
    this.#deps = deps
    this.#id = deps.id
    this.#placed = deps.id !== undefined
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  getSnapshot = (): ConversationSnapshot => this.#snapshot

  open(): Promise<void> {
    this.#begin()
    this.#opening ??= this.#load().catch((error: unknown) => {
      this.#opening = undefined
      this.#fail(error)
      throw error
    })
    return this.#opening
  }

  send({ text, vector }: { text: string; vector?: QuestionVector }, options?: WaitOptions): Exchange | undefined {
    const item = {
      clientMessageId: newId(),
      text: text.trim(),
      createdAt: new Date().toISOString(),
      conversation: this.#placed ? (this.#id ?? this.#fresh) : held,
      context: this.#deps.context?.(),
      ...(vector ? { vector } : {}),
    }
    const exchange = this.#deps.follow?.(item.clientMessageId, options?.signal)
    if (exchange) this.#exchanges.push(exchange)
    this.#own.add(item.clientMessageId)
    this.#show(item)
    this.#begin()
    this.#deps.outbox.add(item)
    // Whatever keeps it from opening is in the snapshot; the message is safe in the outbox.
    this.open().catch(() => undefined)
    return exchange
  }

  async stop(options?: WaitOptions): Promise<void> {
    const answer = this.#thread.messages.findLast((each) => each.status === 'pending' && each.role === 'assistant')
    if (answer) await this.#act('messages.stop', answer.id, options)
  }

  async retry(messageId: string, options?: WaitOptions): Promise<void> {
    const item = this.#deps.outbox.items().find((each) => each.clientMessageId === messageId)
    if (!item) return this.#act('messages.retry', messageId, options)
    const { refused: _, ...again } = item
    this.#show(again)
    this.#update({ error: undefined })
    this.#begin()
    this.#deps.outbox.add(again)
  }

  async loadOlder(options?: WaitOptions): Promise<void> {
    const cursor = this.#older
    if (cursor === undefined || this.#id === undefined) return
    const page = await this.#page(this.#id, cursor, options)
    if (this.#older !== cursor) return
    this.#older = page.nextCursor
    this.apply({ type: 'history', items: page.items, offset: 0 })
    this.#update({ hasOlder: this.#older !== undefined })
  }

  startNew(): void {
    this.close()
    this.#clear()
    this.#placed = true
    this.#opening = Promise.resolve()
    this.#emit()
  }

  /** Nothing is left of the conversation that was followed; the next one that is opened is another. */
  #clear(): void {
    this.#id = undefined
    this.#fresh = `new:${newId()}`
    this.#thread = emptyThread
    this.#pageOffset = 0
    this.#older = undefined
    this.#deps.store.set(this.#deps.key, '')
    this.#people?.forget()
    this.#snapshot = empty
  }

  close(): void {
    this.#life.abort()
    this.#subscription?.close()
    this.#subscription = undefined
    this.#leaveOutbox?.()
    this.#leaveOutbox = undefined
    this.#opening = undefined
    for (const exchange of this.#exchanges.splice(0)) exchange.end()
    this.#own.clear()
    this.#update({ connection: 'closed' })
  }

  #begin(): void {
    if (this.#life.signal.aborted) this.#life = new AbortController()
    this.#leaveOutbox ??= this.#deps.outbox.subscribe((event) => this.#posted(event))
  }

  async #load(): Promise<void> {
    this.#update({ loading: true, connection: 'connecting', error: undefined })
    const { signal } = this.#life
    const load = async () => {
      this.#id ??= this.#deps.store.get(this.#deps.key) || undefined
      const stored = this.#id
      if (stored !== undefined) await this.#attach(stored)
      // None is stored, or it was gone.
      if (this.#id !== undefined) return
      this.#id = await this.#newest(signal)
      if (this.#id === undefined) return this.#update({ loading: false, connection: 'idle', error: undefined, ...(stored ? { renewed: true } : {}) })
      await this.#attach(this.#id)
    }
    await retrying(load, { signal, onFailure: (error) => this.#fail(error) })
    this.#place()
  }

  /** It is known where messages go that were written before. */
  #place(): void {
    this.#placed = true
    const place = this.#id ?? this.#fresh
    this.#deps.outbox.move(held, place)
    for (const item of this.#deps.outbox.items()) if (item.conversation === place) this.#show(item)
  }

  /** Where to go on without a stored conversation: a message that waits to open one, or the newest there is. */
  async #newest(signal: AbortSignal): Promise<string | undefined> {
    const waiting = this.#deps.outbox.items().findLast((each) => each.conversation.startsWith('new:'))
    if (!waiting) return (await this.#deps.call('conversations.list', { query: { limit: 1 }, signal })).items[0]?.id
    this.#fresh = waiting.conversation
    return undefined
  }

  async #attach(id: string): Promise<void> {
    this.#deps.store.set(this.#deps.key, id)
    this.#subscription ??= this.#deps.realtime.subscribe(`conversation:${id}`, {
      onState: (connection) => {
        if (connection !== 'open') this.#people?.lose()
        this.#update({ connection })
      },
      onPresence: (change, participantId) => this.#people?.[change](participantId),
      onSubscribed: (result) => this.#positioned(id, result),
      onPublication: (publication) => this.#published(publication),
      onError: (code) => this.#fail(new CoachClientError({ code: `REALTIME_${code}`, message: 'The conversation cannot be followed.' })),
    })
    try {
      await this.#readNewest(id)
    } catch (error) {
      if (this.#deps.id !== undefined || !(error instanceof CoachClientError && error.status === 404)) throw error
      this.#forget(id)
    }
  }

  /** The conversation is gone, or of a session that ended. What waits for it goes where this handle goes. */
  #forget(id: string): void {
    this.#subscription?.close()
    this.#subscription = undefined
    this.#clear()
    this.#deps.outbox.move(id, held)
  }

  #readNewest(id: string): Promise<void> {
    const reading = (async () => {
      const page = await this.#page(id)
      const known = page.items.some((item) => item.id in this.#thread.positions)
      if (!known) this.#older = page.nextCursor
      this.#pageOffset = page.offset
      // A page that touches nothing known is the new beginning: what lies between is read by going back.
      const whole = page.nextCursor === undefined ? { from: 0 } : {}
      this.apply({ type: 'history', items: page.items, offset: page.offset, ...whole, anew: !known, conversation: page.conversation })
      this.#update({ loading: false, error: undefined, hasOlder: this.#older !== undefined })
    })()
    this.#paging = reading.catch(() => undefined)
    return reading
  }

  #page(conversationId: string, cursor?: string, options?: WaitOptions) {
    return this.#deps.call('messages.list', { params: { conversationId }, query: { limit: pageSize, cursor }, signal: this.#until(options) })
  }

  #until(options?: WaitOptions): AbortSignal {
    const { signal } = this.#life
    return options?.signal ? AbortSignal.any([options.signal, signal]) : signal
  }

  #positioned(id: string, result: SubscribeResult): void {
    this.apply({ type: 'whole' })
    this.#people?.begin(result.data)
    for (const stream of result.data?.streams ?? []) this.apply({ type: 'draft', messageId: stream.messageId, text: stream.text })
    if (!result.recovered) void this.#catchUp(id, result.offset)
  }

  /** Reads again what the page that is there, or on its way, cannot show. Usually it shows all. */
  async #catchUp(id: string, offset: number): Promise<void> {
    await this.#paging
    const { signal } = this.#life
    if (this.#id !== id || signal.aborted || this.#pageOffset >= offset) return
    await retrying(() => this.#readNewest(id), { signal }).catch((error: unknown) => this.#fail(error))
  }

  #published({ data, offset }: Publication): void {
    this.#people?.hear(data as ConversationEvent)
    this.apply({ type: 'event', event: data as ConversationEvent, offset })
  }

  #posted(event: OutboxEvent): void {
    if (event.type === 'opened') return this.opened(event)
    if (event.type === 'gone') return this.#gone(event)
    if (event.item.conversation !== (this.#id ?? this.#fresh)) return
    if (event.type === 'sent') {
      this.#update({ error: undefined })
      return this.#published({ data: { type: 'message.created', message: event.message } })
    }
    if (event.type === 'refused') {
      this.#show({ ...event.item, refused: true })
      this.#exchanges.find((each) => each.clientMessageId === event.item.clientMessageId)?.end(event.error)
    }
    this.#fail(event.error)
  }

  /** A message for a conversation that is gone goes on in the one that takes its place; a handle made for that conversation has no other. */
  #gone({ item, error }: { item: Outgoing; error: unknown }): void {
    if (this.#deps.id !== undefined) return item.conversation === this.#deps.id ? this.#deps.outbox.refuse(item, error) : undefined
    if (item.conversation === this.#id) {
      this.#forget(item.conversation)
      this.#update({ renewed: true })
    }
    if (this.#placed) this.#place()
  }

  /** One was begun; without `from`, for this. */
  opened({ from = this.#fresh, conversationId }: { from?: string; conversationId: string }): void {
    if (this.#id !== undefined || !(from === this.#fresh || this.#waitsIn(conversationId))) return
    this.#id = conversationId
    const { signal } = this.#life
    this.#opening = retrying(() => this.#attach(conversationId), { signal, onFailure: (error) => this.#fail(error) })
    this.#opening.catch((error: unknown) => this.#fail(error))
  }

  /** Another handle that began at the same time may have opened the conversation for both. */
  #waitsIn(conversationId: string): boolean {
    return this.#deps.outbox.items().some((each) => each.conversation === conversationId && this.#own.has(each.clientMessageId))
  }

  /** The four below are for what is built on it. Keeps who takes part from now on. */
  gather(begin: Gather): void {
    this.#people = begin((people) => this.#update(people))
    this.#subscription?.refresh()
  }

  apply(action: ThreadAction): void {
    const before = this.#thread
    this.#thread = reduceThread(before, action)
    if (this.#thread.gap && !before.gap) this.#subscription?.refresh()
    for (const exchange of this.#exchanges) exchange.settle(this.#thread)
    this.#exchanges = this.#exchanges.filter((exchange) => !exchange.ended)
    if (this.#thread !== before) this.#update({ messages: this.#thread.messages })
  }

  async #act(key: 'messages.stop' | 'messages.retry', messageId: string, options?: WaitOptions): Promise<void> {
    await this.ask((call, params, signal) => call(key, { params: { ...params, messageId }, signal }), options)
  }

  /** Asks the server for something in the conversation that is open. A failure is shown too, unless the caller gave up. */
  async ask<Result>(work: (call: Call, params: { conversationId: string }, signal: AbortSignal) => Promise<Result>, options?: WaitOptions): Promise<Result> {
    const signal = this.#until(options)
    try {
      return await work(this.#deps.call, { conversationId: this.#id ?? '' }, signal)
    } catch (error) {
      if (!signal.aborted) this.#fail(error)
      throw error
    }
  }

  /** Says something over the connection that nobody waits for. */
  say(method: string, data: object): void {
    this.#subscription?.say(method, data)
  }

  #show(item: Outgoing): void {
    this.apply({ type: 'local', message: ownMessage(item, this.#id ?? '') })
  }

  #fail(error: unknown): void {
    if (this.#life.signal.aborted) return
    const { code, message, retryable, retryAfterMs } =
      error instanceof CoachClientError ? error : { code: 'CLIENT', message: String(error), retryable: false, retryAfterMs: undefined }
    const known = { code, message, retryable, ...(retryAfterMs === undefined ? {} : { retryAt: Date.now() + retryAfterMs }) }
    this.#update({ loading: retryable && this.#snapshot.loading, error: known })
  }

  #update(change: Partial<Omit<ConversationSnapshot, 'error'>> & { error?: ConversationSnapshot['error'] | undefined }): void {
    const { error, conversationId: _, ...rest } = { ...this.#snapshot, ...change }
    const answering = rest.messages.some(({ status }) => status === 'pending' || status === 'sending')
    const { conversation } = this.#thread
    this.#snapshot = {
      ...rest,
      answering,
      ...(this.#id === undefined ? {} : { conversationId: this.#id }),
      ...(conversation ? { conversation } : {}),
      ...(error ? { error } : {}),
    }
    this.#emit()
  }

  #emit(): void {
    for (const listener of this.#listeners) listener()
  }
}
