import type { Tier } from '@coachkit/contract'
import type { Storage } from '../../ports/index.js'

const keptMs = 60_000
const mostKept = 10_000

/** A creator's tier for counting its calls: read once a minute, so that a change holds after one. */
export function createTiers({ storage }: { storage: Storage }): (creatorId: string) => Promise<Tier | undefined> {
  const kept = new Map<string, { tier: Promise<Tier | undefined>; until: number }>()
  return (creatorId) => {
    const known = kept.get(creatorId)
    if (known && performance.now() < known.until) return known.tier
    const tier = storage.as({ creatorId }, (tx) => tx.creators.find(creatorId)).then((creator) => creator?.tier)
    tier.catch(() => kept.delete(creatorId))
    kept.delete(creatorId)
    kept.set(creatorId, { tier, until: performance.now() + keptMs })
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return tier
  }
}
