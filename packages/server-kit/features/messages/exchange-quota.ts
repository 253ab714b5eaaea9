import { CoachError } from '@coachkit/contract'
import { usageMonth } from '../../domain/limits/monthly-quota.js'
import type { CreatorRecord, StorageTx, UsageKind, UsageReservation } from '../../ports/index.js'
import type { MessageParts } from './message-parts.js'

type QuotaParts = Pick<MessageParts, 'storage' | 'clock' | 'logger' | 'monthlyQuotas'>
/** What an answer takes of each quota. */
export type Spending = Record<UsageKind, number>

/** Always in this order, so that two answers never wait for each other. */
const kinds = ['exchanges', 'tokens', 'microUsd'] as const satisfies UsageKind[]
const oneAnswer: Spending = { exchanges: 1, tokens: 0, microUsd: 0 }

/** Takes the most an answer can cost out of the month's quotas before the model is called; the same answer again takes nothing. Throws QUOTA_001 when one of them has too little left. */
export async function reserveExchange(
  parts: QuotaParts,
  { creator, answerId, most = oneAnswer }: { creator: CreatorRecord; answerId: string; most?: Spending },
): Promise<UsageReservation[]> {
  const month = usageMonth(parts.clock.now())
  return parts.storage.as({ creatorId: creator.id }, async (tx) => {
    const reservations: UsageReservation[] = []
    for (const kind of kinds) {
      const limit = parts.monthlyQuotas[creator.tier][kind]
      const reserved = await tx.usage.reserve({ id: answerId, kind, month, amount: most[kind], ...(limit === undefined ? {} : { limit }) })
      // What the others gave goes back with the transaction.
      if (!reserved) throw new CoachError('QUOTA_001')
      if (reserved.crossed80) parts.logger.warn('quota.warning', { creatorId: creator.id, kind, used: reserved.used, limit })
      reservations.push(reserved.reservation)
    }
    return reservations
  })
}

/** Corrects what was reserved to what was used. Last in a transaction, because all of a creator's answers wait for these rows. */
export async function settleUsage(tx: StorageTx, reservations: readonly UsageReservation[], used: Spending): Promise<void> {
  for (const reservation of reservations) await tx.usage.settle(reservation, used[reservation.kind])
}

/** What writing an answer's question out is reserved under. */
export function rewritingOf(answerId: string): string {
  return `${answerId}:rewrite`
}

/** Gives back what an answer that is given up may still hold. */
export async function releaseExchange(parts: Pick<QuotaParts, 'clock'>, { tx, answerId }: { tx: StorageTx; answerId: string }): Promise<void> {
  for (const id of [answerId, rewritingOf(answerId)])
    for (const kind of kinds) {
      // Asking for nothing finds what was reserved, in whichever month that was.
      const held = await tx.usage.reserve({ id, kind, month: usageMonth(parts.clock.now()), amount: 0 })
      if (held) await tx.usage.release(held.reservation)
    }
}
