import type { Outgoing } from './outbox.js'
import type { ThreadMessage } from './reducer.js'

/** A message that is not stored yet, as the thread shows it. */
export function ownMessage({ refused, clientMessageId, text, createdAt }: Outgoing, conversationId: string): ThreadMessage {
  const status = refused ? 'unsent' : 'sending'
  return { id: clientMessageId, clientMessageId, conversationId, role: 'user', status, text, citations: [], createdAt }
}

/** 128 random bits in hex; `crypto.randomUUID` is missing on pages without TLS. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
