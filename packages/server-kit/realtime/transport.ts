import type { disconnectCodes, Reply } from '@coachkit/contract'

export type DisconnectReason = keyof typeof disconnectCodes

/** How frames leave: a socket or a response stream. */
export interface Transport {
  send(frame: string): void
  /** Bytes accepted but not sent yet. */
  bufferedBytes(): number
  close(end: { code: number; reason: string }): void
}

export function encode(reply: Reply): string {
  return JSON.stringify(reply)
}

/** A reply without its command's id. */
type WithoutId<Kind> = Kind extends { id: number } ? Omit<Kind, 'id'> : never
export type Answer = (body: WithoutId<Reply>) => void
