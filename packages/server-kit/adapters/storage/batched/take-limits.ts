import * as z from 'zod/mini'
import { charge } from '../../../domain/limits/meter.js'
import type { BatchedWork, RateLimitMeter, RateLimitRule } from '../../../ports/index.js'
import type { RunQuery } from '../engine.js'
import { ruleRow } from '../repositories/rate-limits.js'
import { createBatcher, type Outcome } from './batcher.js'
import { createLimitLeases, type LimitLeases } from './limit-leases.js'

type Take = Parameters<BatchedWork['takeLimits']>[0]
type Taken = Awaited<ReturnType<BatchedWork['takeLimits']>>
/** `undefined`: to be decided by itself. */
type Decision = Taken | undefined

const mostInBatch = 256
const statement = 'select fits, tokens, filled_at, current_count, previous_count, strikes, blocked_until from coach.take_limits_together($1::text::json)'

const rows = z.array(z.tuple([z.boolean(), z.number(), z.number(), z.number(), z.number(), z.int(), z.number()]))

/**
 * Counts many calls in one step while all of them have room; whoever shares a rule that has none is decided alone, in turn. Of large
 * limits calls are taken in advance and counted here (`limit-leases.ts`).
 */
export function createTakeLimits({ run, takeAlone }: { run: RunQuery; takeAlone(take: Take): Promise<Taken> }): BatchedWork['takeLimits'] {
  const leases = createLimitLeases()
  const add = createBatcher<Take, Decision>({
    lanes: 1,
    keyOf: () => '',
    most: mostInBatch,
    run: (takes) => decide({ run, leases, takes }),
  })
  return async (take) => {
    if (take.rules.length === 0) return { allowed: true, meters: [] }
    // Another clock than the database's is a test's.
    if (take.now !== undefined) return takeAlone(take)
    return (await add(take)) ?? takeRest(take, { leases, takeAlone })
  }
}

/** Alone, but for what was taken in advance. */
async function takeRest(take: Take, { leases, takeAlone }: { leases: LimitLeases; takeAlone(take: Take): Promise<Taken> }): Promise<Taken> {
  const held = new Set<RateLimitRule>()
  const meters = new Map<RateLimitRule, RateLimitMeter>()
  for (const rule of take.rules) {
    const calls = leases.hold(rule, take.cost)
    const meter = leases.meterOf(rule, calls)
    if (calls === take.cost && meter) meters.set(rule, meter)
    else leases.giveBack(rule, calls)
    if (meters.has(rule)) held.add(rule)
  }
  const giveBack = () => {
    for (const rule of held) leases.giveBack(rule, take.cost)
  }
  const rest = take.rules.filter((rule) => !held.has(rule))
  if (rest.length === 0) return { allowed: true, meters: take.rules.flatMap((rule) => meters.get(rule) ?? []) }
  const taken = await takeAlone({ ...take, rules: rest }).catch((error: unknown) => {
    giveBack()
    throw error
  })
  rest.forEach((rule, at) => {
    const meter = taken.meters[at]
    if (meter) meters.set(rule, meter)
  })
  if (!taken.allowed) giveBack()
  return { allowed: taken.allowed, meters: take.rules.flatMap((rule) => meters.get(rule) ?? []) }
}

/** Tried until all of those that are left fit: a large limit that has no room for a lease is asked for the calls alone, then left out. */
async function decide({ run, leases, takes }: { run: RunQuery; leases: LimitLeases; takes: Take[] }): Promise<Outcome<Decision>[]> {
  let together = without(contestedKeys(takes), takes)
  const exact = new Set<string>()
  for (let round = 0; round < 3 && together.length > 0; round += 1) {
    const rooms = await takeTogether({ run, leases, exact }, together)
    const full = [...rooms].filter(([, { fits }]) => !fits)
    if (full.length === 0) {
      const taken = shares(together, rooms)
      return takes.map((take) => ({ result: taken.get(take) }))
    }
    // Nothing was charged.
    const out = new Set(full.filter(([key, { leased }]) => leased === 0 || exact.has(key)).map(([key]) => key))
    for (const [key] of full) exact.add(key)
    together = without(out, together)
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
  /** Calls that were asked for in advance. */
  leased: number
  meter: RateLimitMeter
}

interface Batch {
  run: RunQuery
  leases: LimitLeases
  /** Keys of which nothing is taken in advance. */
  exact: ReadonlySet<string>
}

async function takeTogether({ run, leases, exact }: Batch, takes: Take[]): Promise<Map<string, Room>> {
  const sums = new Map<string, { rule: RateLimitRule; cost: number }>()
  for (const { rules, cost } of takes) {
    for (const rule of rules) {
      const sum = sums.get(rule.key)
      if (sum) sum.cost += cost
      else sums.set(rule.key, { rule, cost })
    }
  }
  // What was taken in advance is held before the database is waited for: whoever is decided alone meanwhile cannot have it too.
  const wanted = [...sums.values()].map(({ rule, cost }) => {
    const held = leases.hold(rule, cost)
    const rest = cost - held
    const leased = rest > 0 && !exact.has(rule.key) ? Math.max(0, leases.sizeOf(rule) - rest) : 0
    return { rule, held, rest, leased, known: leases.meterOf(rule, held) }
  })
  const giveBack = () => {
    for (const { rule, held } of wanted) if (held > 0) leases.giveBack(rule, held)
  }
  const asked = wanted.filter(({ rest }) => rest > 0)
  const askedAt = leases.now()
  const answered = await ask(run, asked).catch((error: unknown) => {
    giveBack()
    throw error
  })
  const fits = answered.every((row) => row[0])
  const rooms = new Map<string, Room>()
  for (const { rule, known } of wanted) if (known) rooms.set(rule.key, { fits: true, leased: 0, meter: known })
  asked.forEach(({ rule, held, rest, leased }, at) => {
    const row = answered[at]
    if (!row) return
    const [fitsOne, tokens, filledAt, current, previous, strikes, blockedUntil] = row
    const stored = { tokens, filledAt, current, previous, strikes, blockedUntil }
    rooms.set(rule.key, { fits: fitsOne, leased, meter: charge(stored, -held) })
    if (fits && leases.sizeOf(rule) > 0) leases.put(rule, { stored, taken: rest + leased, left: leased, askedAt })
  })
  if (!fits) giveBack()
  return rooms
}

async function ask(run: RunQuery, asked: { rule: RateLimitRule; rest: number; leased: number }[]): Promise<z.output<typeof rows>> {
  if (asked.length === 0) return []
  const told = asked.map(({ rule, rest, leased }, position) => ({ ...ruleRow(rule, position), cost: rest + leased }))
  return rows.parse(await run(statement, [JSON.stringify(told)]))
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
