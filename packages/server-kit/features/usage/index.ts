import { CoachError, type Handlers, type Routes, type Usage, type UsageSum } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { spanOfDays } from '../../domain/days/span-of-days.js'
import { type MonthlyQuotas, usageMonth } from '../../domain/limits/monthly-quota.js'
import type { Clock, Storage, UsageKind } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'

export { createSpendingWatch } from './watch-spending.js'

const shownCalls = 100

interface UsageDeps {
  storage: Storage
  clock: Clock
  monthlyQuotas: MonthlyQuotas
}

/** What a creator's models took and cost. */
export function createUsage({ storage, clock, monthlyQuotas }: UsageDeps): Handlers<Routes['usage'], RequestContext> {
  return {
    async get({ query }, context) {
      const { creatorId } = principalOf(context)
      const month = usageMonth(clock.now())
      const span = spanOfDays(query, clock.now())
      return storage.as({ creatorId }, async (tx): Promise<Usage> => {
        const creator = await tx.creators.find(creatorId)
        if (!creator) throw new CoachError('RESOURCE_001')
        const items = await tx.modelCalls.sums({ ...span, by: query.by })
        const used = await tx.usage.ofMonth(month)
        const quotaOf = (kind: UsageKind) => {
          const limit = monthlyQuotas[creator.tier][kind]
          return { used: used[kind], ...(limit === undefined ? {} : { limit }) }
        }
        const quotas = { month, exchanges: quotaOf('exchanges'), tokens: quotaOf('tokens'), microUsd: quotaOf('microUsd') }
        return { items, total: items.reduce(add, nothing), quotas }
      })
    },
    async conversation({ params }, context) {
      const principal = principalOf(context)
      return storage.as({ creatorId: principal.creatorId }, async (tx) => {
        await openConversation({ tx, principal, conversationId: params.conversationId })
        const { sum, calls } = await tx.modelCalls.ofConversation({ conversationId: params.conversationId, limit: shownCalls })
        return { total: sum, calls: calls.map(({ createdAt, conversationId: _, ...call }) => ({ ...call, createdAt: createdAt.toISOString() })) }
      })
    },
  }
}

const nothing: UsageSum = { calls: 0, promptTokens: 0, completionTokens: 0, microUsd: 0, estimatedTokens: 0, unpricedCalls: 0 }

function add(sum: UsageSum, item: UsageSum): UsageSum {
  return {
    calls: sum.calls + item.calls,
    promptTokens: sum.promptTokens + item.promptTokens,
    completionTokens: sum.completionTokens + item.completionTokens,
    microUsd: sum.microUsd + item.microUsd,
    estimatedTokens: sum.estimatedTokens + item.estimatedTokens,
    unpricedCalls: sum.unpricedCalls + item.unpricedCalls,
  }
}
