import type { Tier } from '@coachkit/contract'
import type { Storage } from '../../ports/index.js'

const keptMs = 60_000
const mostKept = 10_000

/** What a creator's calls are counted by. */
interface Allowance {
  tier: Tier
  /** Questions a visitor may ask in a minute, where the creator has said it. */
  widgetPerMinute: number | undefined
}
interface Allowances {
  of(creatorId: string): Promise<Allowance | undefined>
  /** They were changed here; other instances know within a minute. */
  forget(creatorId: string): void
}

/** Read once a minute, so that a change holds after one. */
export function createAllowances({ storage }: { storage: Storage }): Allowances {
  const kept = new Map<string, { allowance: Promise<Allowance | undefined>; until: number }>()
  const read = async (creatorId: string): Promise<Allowance | undefined> => {
    const creator = await storage.as({ creatorId }, (tx) => tx.creators.find(creatorId))
    return creator && { tier: creator.tier, widgetPerMinute: creator.widget.rateLimitPerMinute }
  }
  return {
    of(creatorId) {
      const known = kept.get(creatorId)
      if (known && performance.now() < known.until) return known.allowance
      const allowance = read(creatorId)
      allowance.catch(() => kept.delete(creatorId))
      kept.delete(creatorId)
      kept.set(creatorId, { allowance, until: performance.now() + keptMs })
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return allowance
    },
    forget: (creatorId) => void kept.delete(creatorId),
  }
}
