import type { DocumentEvent, DurableConversationEvent, EphemeralConversationEvent, InboxEvent, WebsiteEvent } from '@coachkit/contract'

/**
 * Topics are channel names: `conversation:<id>`, `creator:<id>`; and `node:<id>`, what is for one instance alone.
 * `doorbell`: the log has grown to `offset`, as another process says; without one, what came meanwhile may have been missed.
 * `presence`: who reads the topic over that instance, all of them; `asks`: the others are to say the same.
 * `recap`: somebody lacks the beginning of an answer being written; whoever writes it says all of it again.
 * `commands`: a part of what a client posted to instance `from`, for the connection `session` here; `commands-taken`: whether there was one.
 * `stop`: nobody waits for this answer any more; whoever writes it ends it and keeps what there is.
 */
export type BusFrame =
  | { kind: 'durable'; offset: number; event: DurableConversationEvent }
  | { kind: 'ephemeral'; event: EphemeralConversationEvent | DocumentEvent | WebsiteEvent | InboxEvent }
  | { kind: 'doorbell'; offset?: number | undefined }
  | { kind: 'presence'; node: string; participants: string[]; asks?: boolean | undefined }
  | { kind: 'recap' }
  | { kind: 'stop'; messageId: string }
  | { kind: 'commands'; post: string; from: string; session: string; part: number; parts: number; data: string }
  | { kind: 'commands-taken'; post: string; taken: boolean }

/** A hint: frames may be lost, repeated or reordered, and durable ones may reach other processes as a doorbell. The database is the truth. */
export interface Bus {
  readonly capabilities: { readonly crossProcess: boolean }
  /** Reaches this process's listeners before it returns, whatever becomes of the way to the others. */
  publish(topic: string, frame: BusFrame): void
  subscribe(topic: string, onFrame: (frame: BusFrame) => void): Promise<() => void>
  /** Whether it carries now, and over what. Absent: within this process it always does. */
  state?(): { status: 'up' | 'down'; adapter: string }
  close(): Promise<void>
}
