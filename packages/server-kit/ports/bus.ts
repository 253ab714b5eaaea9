import type { DocumentEvent, DurableConversationEvent, EphemeralConversationEvent } from '@coachkit/contract'

/** Topics are channel names: `conversation:<id>`, `creator:<id>`. */
export type BusFrame =
  | { kind: 'durable'; offset: number; event: DurableConversationEvent }
  | { kind: 'ephemeral'; event: EphemeralConversationEvent | DocumentEvent }

/** A doorbell: frames may be lost, repeated or reordered. The database is the truth. */
export interface Bus {
  readonly capabilities: { readonly crossProcess: boolean }
  publish(topic: string, frame: BusFrame): void
  subscribe(topic: string, onFrame: (frame: BusFrame) => void): Promise<() => void>
  close(): Promise<void>
}
