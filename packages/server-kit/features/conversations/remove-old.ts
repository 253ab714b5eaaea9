import type { Clock, Storage } from '../../ports/index.js'
import { creatorIds } from '../creators/index.js'

/** In days. */
export interface Retention {
  /** Since the last message. */
  active: number
  /** Since it was put away. */
  archived: number
}
const dayMs = 86_400_000
/** In one transaction. */
const atOnce = 100

/** Removes, creator by creator, what is older than it is kept; `false`: nothing ever is. */
export async function removeOld(deps: { storage: Storage; clock: Clock; retention: Retention | false }): Promise<{ conversations: number; messages: number }> {
  const removed = { conversations: 0, messages: 0 }
  const { storage, retention } = deps
  if (!retention) return removed
  const now = deps.clock.now().getTime()
  const [before, archivedBefore] = [new Date(now - retention.active * dayMs), new Date(now - retention.archived * dayMs)]
  for await (const creatorId of creatorIds(storage)) {
    for (let more = true; more; ) {
      const gone = await storage.as({ creatorId }, (tx) => tx.archive.removeOld({ before, archivedBefore, limit: atOnce }))
      removed.conversations += gone.conversations
      removed.messages += gone.messages
      more = gone.conversations === atOnce
    }
  }
  return removed
}
