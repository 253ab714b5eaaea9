import { type SpendingWatch, spikeIn, watchedDays } from '../../domain/usage/spending-spike.js'
import type { Clock, Logger, Storage } from '../../ports/index.js'
import { creatorIds } from '../creators/index.js'

/**
 * Warns (`usage.spike`) about a creator whose models took far more today (UTC) than on an ordinary day of the seven before: somebody
 * plays with the coach, or a page asks in a loop. Each is told once a day; every instance that looks tells it.
 */
export function createSpendingWatch({ storage, clock, logger, watch }: { storage: Storage; clock: Clock; logger: Logger; watch: SpendingWatch }) {
  let told = { day: '', creatorIds: new Set<string>() }
  return async (): Promise<void> => {
    const today = clock.now().toISOString().slice(0, 10)
    if (told.day !== today) told = { day: today, creatorIds: new Set() }
    for await (const creatorId of creatorIds(storage)) {
      if (told.creatorIds.has(creatorId)) continue
      const days = await storage.as({ creatorId }, (tx) => tx.modelCalls.sums({ ...watchedDays(today), by: 'day' }))
      const spike = spikeIn(days, today, watch)
      if (!spike) continue
      told.creatorIds.add(creatorId)
      logger.warn('usage.spike', { creatorId, ...spike })
    }
  }
}
