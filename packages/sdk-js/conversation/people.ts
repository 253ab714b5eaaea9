import type { ConversationEvent, Receipt, SubscribeResult } from '@coachkit/contract'
import { nobody, type PeopleSnapshot, type ToolActivity } from './nobody.js'

/** Receipts never go back, in whatever order they are heard of. */
export function mergeReceipts(known: readonly Receipt[], news: readonly Receipt[]): readonly Receipt[] {
  const merged = new Map(known.map((each) => [each.participantId, each]))
  for (const each of news) {
    const before = merged.get(each.participantId)
    const [delivered, read] = [Math.max(before?.delivered ?? 0, each.delivered), Math.max(before?.read ?? 0, each.read)]
    const seen = [before?.lastSeenAt, each.lastSeenAt].filter((at) => at !== undefined).sort()
    const lastSeenAt = seen[seen.length - 1]
    merged.set(each.participantId, { participantId: each.participantId, delivered, read, ...(lastSeenAt === undefined ? {} : { lastSeenAt }) })
  }
  return [...merged.values()]
}

const typingMs = 2000

/** Keeps who takes part, as the connection tells. */
export class People {
  #now = nobody
  #toldAt = Number.NEGATIVE_INFINITY
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #onChange: (people: PeopleSnapshot) => void

  constructor(onChange: (people: PeopleSnapshot) => void) {
    this.#onChange = onChange
  }

  /** What holds when the conversation begins to be followed, again or anew. */
  begin({ receipts = [], present = [] }: Partial<NonNullable<SubscribeResult['data']>> = {}): void {
    this.#set({ receipts: mergeReceipts(this.#now.receipts, receipts), present })
  }

  hear(event: ConversationEvent): void {
    if (event.type === 'receipt.updated') {
      const { type: _, ...receipt } = event
      this.#set({ receipts: mergeReceipts(this.#now.receipts, [receipt]) })
    } else if (event.type === 'typing') this.#typing(event.participantId, event.isTyping ? event.expiresInMs : 0)
    else if (event.type === 'tool.started') {
      const { type: _, ...call } = event
      this.#looksUp((known) => [...known, call])
    } else if (event.type === 'tool.finished') this.#looksUp((known) => known.filter(({ callId }) => callId !== event.callId))
    else if ('message' in event || event.type === 'message.started' || event.type === 'message.delta') {
      // The end of a call may be lost; what is written after it says as much.
      const messageId = 'message' in event ? event.message.id : event.messageId
      this.#looksUp((known) => known.filter((call) => call.messageId !== messageId))
    }
  }

  join(participantId: string): void {
    this.leave(participantId)
    this.#set({ present: [...this.#now.present, participantId] })
  }

  leave(participantId: string): void {
    this.#typing(participantId, 0)
    if (this.#now.present.includes(participantId)) this.#set({ present: this.#now.present.filter((each) => each !== participantId) })
  }

  /** Whether the others are to hear that this user writes, or stopped: what is said sooner again the server would not pass on. */
  mayTell(isTyping: boolean): boolean {
    const now = performance.now()
    const before = this.#toldAt
    if (isTyping ? now - before < typingMs : before === Number.NEGATIVE_INFINITY) return false
    this.#toldAt = isTyping ? now : Number.NEGATIVE_INFINITY
    return true
  }

  /** The connection is gone: nobody is known to write or to be there. */
  lose(): void {
    for (const participantId of this.#timers.keys()) this.#typing(participantId, 0)
    if (this.#now.present.length > 0) this.#set({ present: [] })
    this.#looksUp(() => [])
  }

  forget(): void {
    this.lose()
    this.#now = nobody
  }

  #looksUp(change: (known: readonly ToolActivity[]) => readonly ToolActivity[]): void {
    const known = this.#now.activity ?? []
    const activity = change(known)
    if (activity.length !== known.length) this.#set({ activity })
  }

  #typing(participantId: string, forMs: number): void {
    clearTimeout(this.#timers.get(participantId))
    this.#timers.delete(participantId)
    if (forMs > 0)
      this.#timers.set(
        participantId,
        setTimeout(() => this.#typing(participantId, 0), forMs),
      )
    const typing = [...this.#timers.keys()]
    if (typing.join() !== this.#now.typing.join()) this.#set({ typing })
  }

  #set(change: Partial<PeopleSnapshot>): void {
    this.#now = { ...this.#now, ...change }
    this.#onChange(this.#now)
  }
}
