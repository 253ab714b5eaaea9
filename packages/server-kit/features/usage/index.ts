import { CoachError, type Handlers, type Routes, type Usage, type UsageSum } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { type MonthlyQuotas, usageMonth } from '../../domain/limits/monthly-quota.js'
import type { Clock, Storage, UsageKind } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'

const dayMs = 86_400_000
const mostDays = 400
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
      const span = spanOf(query, clock.now())
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

/** From the beginning of the first day until that of the day after the last. */
function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date): { from: Date; until: Date } {
  const last = to ?? now.toISOString().slice(0, 10)
  const first = from ?? `${last.slice(0, 7)}-01`
  const span = { from: new Date(first), until: new Date(Date.parse(last) + dayMs) }
  const days = (span.until.getTime() - span.from.getTime()) / dayMs
  if (days <= 0 || days > mostDays) throw new CoachError('VAL_001', { details: { from: `From 1 to ${mostDays} days: \`from\` is not after \`to\`.` } })
  return span
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
