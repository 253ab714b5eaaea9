import type { CallingPage } from '../domain/origin/calling-page.js'
import type { Bus, LoggedEvent, Logger, Principal } from '../ports/index.js'

/** What a connection may ask the rest of the server. */
export interface RealtimeDeps {
  takeTicket(ticket: string): Promise<Principal | undefined>
  /** What a connection's principal may do now; `undefined` when its credential has ended. */
  recheck(principal: Principal): Promise<Principal | undefined>
  mayRead(principal: Principal, channel: string): Promise<boolean>
  readLog(input: {
    principal: Principal
    conversationId: string
    offset: number
    limit: number
  }): Promise<{ events: LoggedEvent[]; offset: number; epoch: string }>
  snapshot(conversationId: string): { messageId: string; index: number; text: string }[]
  /** Counts an opening socket and says whose it is, as one key. Throws CoachError. */
  admit(caller: { peer: string | undefined; headers: { get(name: string): string | undefined } }): Promise<string | undefined>
  /** Counts and runs a route, named `noun.name`. Throws CoachError. */
  invoke(input: { method: string; data: unknown; principal: Principal; address: string | undefined; requestId: string; signal: AbortSignal }): Promise<unknown>
  origins: {
    /** Whether any creator's coach may be used from there: all that is known before the ticket. */
    mayPreflight(page: CallingPage): Promise<boolean>
    mayCall(page: CallingPage, creator: { id: string }): Promise<boolean>
  }
  bus: Bus
  logger: Logger
}
