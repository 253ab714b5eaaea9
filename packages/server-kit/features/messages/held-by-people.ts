import { coachIsSilent } from '../../domain/handover/coach-is-silent.js'
import type { Storage } from '../../ports/index.js'

/** Which conversations people answer, as far as this instance has seen: enough to count a message by, checked where it is stored. */
export interface HeldByPeople {
  seen(conversationId: string): boolean
  note(input: { conversationId: string; held: boolean }): void
  /** Reads it. */
  ask(input: { creatorId: string; conversationId: string }): Promise<boolean>
}

/** Whoever is forgotten is counted as one that asks the coach, once. */
const most = 10_000

export function createHeldByPeople({ storage }: { storage: Storage }): HeldByPeople {
  const held = new Set<string>()
  return {
    seen: (conversationId) => held.has(conversationId),
    note({ conversationId, held: isHeld }) {
      held.delete(conversationId)
      if (!isHeld) return
      held.add(conversationId)
      const [oldest] = held
      if (held.size > most && oldest !== undefined) held.delete(oldest)
    },
    async ask({ creatorId, conversationId }) {
      const conversation = await storage.as({ creatorId }, (tx) => tx.conversations.find(conversationId))
      return conversation !== undefined && coachIsSilent(conversation)
    },
  }
}
