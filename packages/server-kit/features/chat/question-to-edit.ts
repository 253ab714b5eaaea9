import type { Message } from '@coachkit/contract'
import type { StorageTx } from '../../ports/index.js'

/** The question that a page knows by the id it gave it, as it was last asked: every edit took the place of the one before. */
export async function questionToEdit(
  tx: StorageTx,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<Message | undefined> {
  const { items } = await tx.messages.history({ conversationId, superseded: true, limit: 100 })
  let question = items.findLast(({ role, id, clientMessageId }) => role === 'user' && (clientMessageId === messageId || id === messageId))
  while (question?.supersededBy !== undefined) {
    const next = items.find(({ id }) => id === question?.supersededBy)
    if (next?.role !== 'user') return undefined
    question = next
  }
  return question
}
