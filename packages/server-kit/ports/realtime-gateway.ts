import type { Principal } from './authenticator.js'

/** What clients of another server are to get. */
export interface GatewayPublication {
  data: unknown
  /** Place in the conversation's log; without one it is not kept. */
  offset?: number
}

/** Another server that holds the clients' connections: it is told what they are to get, and asks what they may do. */
export interface RealtimeGateway {
  /** Brings it to all who read the channel, in this order. Never fails: what cannot be brought is brought later, as long as it counts. */
  publish(channel: string, publication: GatewayPublication): void
  /** Whether a call is that server's own. */
  isOwn(headers: { get(name: string): string | null }): boolean
  /** A ticket that it understands by itself; absent, it asks about each. */
  signTicket?(input: { principal: Principal; user: string; endsAt: Date; liveUntil: Date }): string
  close(): Promise<void>
}
