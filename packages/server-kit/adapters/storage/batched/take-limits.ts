import * as z from 'zod/mini'
import type { BatchedWork, RateLimitMeter, RateLimitRule } from '../../../ports/index.js'
import type { RunQuery } from '../engine.js'
import { ruleRow } from '../repositories/rate-limits.js'
import { createBatcher, type Outcome } from './batcher.js'

type Take = Parameters<BatchedWork['takeLimits']>[0]
type Taken = Awaited<ReturnType<BatchedWork['takeLimits']>>
/** `undefined`: to be decided by itself. */
type Decision = Taken | undefined

const mostInBatch = 256
const statement = 'select fits, tokens, filled_at, current_count, previous_count, strikes, blocked_until from coach.take_limits_together($1::text::json)'

const rows = z.array(z.tuple([z.boolean(), z.number(), z.number(), z.number(), z.number(), z.int(), z.number()]))

/** Counts many calls in one step while all of them have room; whoever shares a rule that has none is decided alone, in turn. */
export function createTakeLimits({ run, takeAlone }: { run: RunQuery; takeAlone(take: Take): Promise<Taken> }): BatchedWork['takeLimits'] {
  const add = createBatcher<Take, Decision>({
    lanes: 1,
    keyOf: () => '',
    most: mostInBatch,
    run: (takes) => decide(run, takes),
  })
  return async (take) => {
    if (take.rules.length === 0) return { allowed: true, meters: [] }
    // Another clock than the database's is a test's.
    const decision = take.now === undefined ? await add(take) : undefined
    return decision ?? takeAlone(take)
  }
}

/** Tried twice: whoever touches a full meter is left out of the second. */
async function decide(run: RunQuery, takes: Take[]): Promise<Outcome<Decision>[]> {
  let together = without(contestedKeys(takes), takes)
  for (let round = 0; round < 2 && together.length > 0; round += 1) {
    const rooms = await takeTogether(run, together)
    const full = new Set([...rooms].filter(([, { fits }]) => !fits).map(([key]) => key))
    if (full.size === 0) {
      const taken = shares(together, rooms)
      return takes.map((take) => ({ result: taken.get(take) }))
    }
    // Nothing was charged.
    together = without(full, together)
  }
  return takes.map(() => ({ result: undefined }))
}

function without(keys: ReadonlySet<string>, takes: Take[]): Take[] {
  return keys.size === 0 ? takes : takes.filter(({ rules }) => !rules.some(({ key }) => keys.has(key)))
}

/** Those that two calls would count by different rules, as when a tier has just changed. */
function contestedKeys(takes: Take[]): Set<string> {
  const known = new Map<string, RateLimitRule>()
  const contested = new Set<string>()
  for (const rule of takes.flatMap(({ rules }) => rules)) {
    const other = known.get(rule.key)
    if (!other) known.set(rule.key, rule)
    else if (other.limit !== rule.limit || other.burst !== rule.burst || other.backOff !== rule.backOff) contested.add(rule.key)
  }
  return contested
}

interface Room {
  fits: boolean
  meter: RateLimitMeter
}

async function takeTogether(run: RunQuery, takes: Take[]): Promise<Map<string, Room>> {
  const sums = new Map<string, { rule: RateLimitRule; cost: number }>()
  for (const { rules, cost } of takes) {
    for (const rule of rules) {
      const sum = sums.get(rule.key)
      if (sum) sum.cost += cost
      else sums.set(rule.key, { rule, cost })
    }
  }
  const asked = [...sums.values()].map(({ rule, cost }, position) => ({ ...ruleRow(rule, position), cost }))
  const answered = rows.parse(await run(statement, [JSON.stringify(asked)]))
  return new Map(
    [...sums.keys()].flatMap((key, at) =>
      answered.slice(at, at + 1).map(([fits, tokens, filledAt, current, previous, strikes, blockedUntil]) => {
        return [key, { fits, meter: { tokens, filledAt, current, previous, strikes, blockedUntil } }] as const
      }),
    ),
  )
}

/** Each call's meters as it would have found them, had they come one after another. */
function shares(takes: Take[], rooms: Map<string, Room>): Map<Take, Taken> {
  const spent = new Map<string, number>()
  return new Map(
    takes.map((take) => {
      const meters = take.rules.flatMap(({ key }) => {
        const meter = rooms.get(key)?.meter
        const before = spent.get(key) ?? 0
        spent.set(key, before + take.cost)
        return meter ? [{ ...meter, tokens: meter.tokens - before, current: meter.current + before }] : []
      })
      return [take, { allowed: true, meters }]
    }),
  )
}
