import type { Clock, Storage } from '../../ports/index.js'
import { creatorIds } from '../creators/index.js'

/** With what a message was sent serves while somebody may still ask: however long conversations are kept. */
const keptMs = 30 * 86_400_000
/** In one transaction. */
const atOnce = 500

/** Forgets with what messages were sent, creator by creator, once that was 30 days ago. */
export async function forgetClients({ storage, clock }: { storage: Storage; clock: Clock }): Promise<number> {
  const before = new Date(clock.now().getTime() - keptMs)
  let forgotten = 0
  for await (const creatorId of creatorIds(storage)) {
    for (let more = true; more; ) {
      const count = await storage.as({ creatorId }, (tx) => tx.messageNotes.forgetClients({ before, limit: atOnce }))
      forgotten += count
      more = count === atOnce
    }
  }
  return forgotten
}
