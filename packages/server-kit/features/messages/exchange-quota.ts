import { CoachError } from '@coachkit/contract'
import { usageMonth } from '../../domain/limits/monthly-quota.js'
import type { CreatorRecord, StorageTx, UsageReservation } from '../../ports/index.js'
import type { MessageParts } from './message-parts.js'

type QuotaParts = Pick<MessageParts, 'storage' | 'clock' | 'logger' | 'monthlyQuotas'>

/** Takes one answer out of the month's quota before the model is called; the same answer again takes nothing. Throws QUOTA_001 when none is left. */
export async function reserveExchange(parts: QuotaParts, { creator, answerId }: { creator: CreatorRecord; answerId: string }): Promise<UsageReservation> {
  const limit = parts.monthlyQuotas[creator.tier].exchanges
  const month = usageMonth(parts.clock.now())
  const reserved = await parts.storage.as({ creatorId: creator.id }, (tx) =>
    tx.usage.reserve({ id: answerId, kind: 'exchanges', month, amount: 1, ...(limit === undefined ? {} : { limit }) }),
  )
  if (!reserved) throw new CoachError('QUOTA_001')
  if (reserved.crossed80) parts.logger.warn('quota.warning', { creatorId: creator.id, used: reserved.used, limit })
  return reserved.reservation
}

/** Gives back what an answer that is given up may still hold. */
export async function releaseExchange(parts: Pick<QuotaParts, 'clock'>, { tx, answerId }: { tx: StorageTx; answerId: string }): Promise<void> {
  // Asking for nothing finds what was reserved, in whichever month that was.
  const held = await tx.usage.reserve({ id: answerId, kind: 'exchanges', month: usageMonth(parts.clock.now()), amount: 0 })
  if (held) await tx.usage.release(held.reservation)
}
