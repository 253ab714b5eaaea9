import type { KeyScope } from '@coachkit/contract'

/** What a key must be allowed to be told of an event on the creator's channel. */
export function scopeOfEvent({ type }: { type: string }): KeyScope {
  return /^(?:document|website)\./.test(type) ? 'knowledge:read' : 'conversations:read'
}
