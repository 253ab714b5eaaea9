import type { Receipt } from '@coachkit/contract'
import type { CallingPage } from '../domain/origin/calling-page.js'
import type { Bus, LoggedEvent, Logger, Principal } from '../ports/index.js'
import type { Presence } from './presence.js'

/** What a connection may ask the rest of the server. */
export interface RealtimeDeps {
  /** Whose it is, and when that credential ends, where it does by itself. */
  takeTicket(ticket: string): Promise<{ principal: Principal; endsAt?: Date } | undefined>
  /** What a connection's principal may do now; `undefined` when its credential has ended. */
  recheck(principal: Principal): Promise<Principal | undefined>
  mayRead(principal: Principal, channel: string): Promise<boolean>
  /** Whether it is told an event of a channel that it reads and that has no log. */
  mayBeTold(principal: Principal, event: { type: string }): boolean
  readLog(input: {
    principal: Principal
    conversationId: string
    offset: number
    limit: number
  }): Promise<{ events: LoggedEvent[]; offset: number; epoch: string }>
  /** The same for who begins to read, with how far each participant has come. */
  readStart(input: {
    principal: Principal
    conversationId: string
    offset: number
    limit: number
  }): Promise<{ events: LoggedEvent[]; offset: number; epoch: string; receipts: Receipt[] }>
  snapshot(conversationId: string): { messageId: string; index: number; text: string }[]
  /** Counts an opening socket and says whose it is, as one key. Throws CoachError. */
  admit(caller: { peer: string | undefined; headers: { get(name: string): string | undefined } }): Promise<string | undefined>
  /** Counts and runs a route, named `noun.name`. Throws CoachError. */
  invoke(input: {
    method: string
    data: unknown
    principal: Principal
    address: string | undefined
    /** The `Origin` of the page that opened the connection, and its `User-Agent`. */
    page: string | undefined
    device: string | undefined
    requestId: string
    signal: AbortSignal
    /** Whether the connection reads the conversation now. */
    reads(conversationId: string): boolean
  }): Promise<unknown>
  /** A participant's last connection to a conversation on this instance is gone. */
  onLeft(left: { creatorId: string; conversationId: string; participantId: string }): void
  origins: {
    /** Whether any creator's coach may be used from there: all that is known before the ticket. */
    mayPreflight(page: CallingPage): Promise<boolean>
    mayCall(page: CallingPage, creator: { id: string }): Promise<boolean>
  }
  bus: Bus
  logger: Logger
}

/** What connections share. */
export interface ConnectionDeps extends RealtimeDeps {
  presence: Presence
}
