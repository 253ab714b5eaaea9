import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { burstOf, rounding } from '../../../domain/limits/meter.js'
import type { Reading } from '../../../domain/limits/verdict-of.js'
import type { RateLimitRule } from '../../../ports/index.js'

const numbersPerRule = 5
const numbersPerMeter = 6
const tenYearsMs = 3e11

/**
 * Reads, decides and charges in one step, on Redis' own clock unless a time is given: what domain/limits/meter.ts says, in Lua.
 * Answers whether the call was allowed, then the six numbers of each meter, as text because Redis would cut them to integers.
 */
export const takeScript = `
local cost, now = tonumber(ARGV[1]), tonumber(ARGV[2])
if now < 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local allowed, rules, meters = true, {}, {}

for i, key in ipairs(KEYS) do
  local first = 3 + (i - 1) * ${numbersPerRule}
  local limit, window, burst = tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2])
  local rule = { firstBlock = tonumber(ARGV[first + 3]), longestBlock = tonumber(ARGV[first + 4]), window = window }
  local stored = redis.call('HMGET', key, 'tokens', 'filledAt', 'current', 'previous', 'strikes', 'blockedUntil')
  local meter = { tokens = burst, at = now, current = 0, previous = 0, strikes = 0, blockedUntil = 0 }
  if stored[1] then
    local filledAt = tonumber(stored[2])
    meter.at = math.max(now, filledAt)
    meter.tokens = math.min(burst, tonumber(stored[1]) + (meter.at - filledAt) * limit / window)
    local moved = math.floor(meter.at / window) - math.floor(filledAt / window)
    if moved == 0 then
      meter.current, meter.previous = tonumber(stored[3]), tonumber(stored[4])
    elseif moved == 1 then
      meter.previous = tonumber(stored[3])
    end
    meter.strikes, meter.blockedUntil = tonumber(stored[5]), tonumber(stored[6])
    if meter.at >= meter.blockedUntil + rule.longestBlock then meter.strikes = 0 end
  end
  local spent = meter.current + meter.previous * (1 - meter.at % window / window)
  rule.blocked = meter.blockedUntil > meter.at
  rule.fits = not rule.blocked and meter.tokens + ${rounding} >= cost and spent + cost <= limit + ${rounding}
  allowed = allowed and rule.fits
  rules[i], meters[i] = rule, meter
end

local answer = { allowed and '1' or '0' }
local function text(number) return string.format('%.17g', number) end
for i, key in ipairs(KEYS) do
  local rule, meter = rules[i], meters[i]
  local struck = not rule.fits and not rule.blocked and rule.firstBlock > 0
  if struck then
    meter.blockedUntil = meter.at + math.min(rule.longestBlock, rule.firstBlock * 2 ^ meter.strikes)
    meter.strikes = meter.strikes + 1
  end
  for _, number in ipairs({ meter.tokens, meter.at, meter.current, meter.previous, meter.strikes, meter.blockedUntil }) do
    answer[#answer + 1] = text(number)
  end
  if allowed or struck then
    local taken = allowed and cost or 0
    redis.call('HSET', key, 'tokens', text(meter.tokens - taken), 'filledAt', text(meter.at), 'current', text(meter.current + taken),
      'previous', text(meter.previous), 'strikes', text(meter.strikes), 'blockedUntil', text(meter.blockedUntil))
    local needed = math.max(2 * rule.window, meter.blockedUntil - meter.at + rule.longestBlock)
    redis.call('PEXPIRE', key, string.format('%d', math.min(${tenYearsMs}, math.ceil(needed))))
  end
end
return answer
`

export const takeScriptHash = createHash('sha1').update(takeScript).digest('hex')

/** What the script reads beside the keys; without `now` Redis tells the time. */
export function takeArguments(rules: readonly RateLimitRule[], call: { cost: number; now: number | undefined }): number[] {
  const ofRules = rules.map((rule) => [rule.limit, rule.windowMs, burstOf(rule), rule.backOff?.firstMs ?? 0, rule.backOff?.maxMs ?? 0])
  return [call.cost, call.now ?? -1, ...ofRules.flat()]
}

const meter = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()])
const decimal = z.pipe(z.string().check(z.regex(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/)), z.transform(Number))
const answer = z.pipe(
  z.array(decimal),
  z.transform(([allowed, ...numbers]) => ({ allowed: allowed === 1, numbers })),
)

/** Whether the call was allowed, and the rules with their meters. Throws when it is not the script's answer. */
export function readAnswer(reply: unknown, rules: readonly RateLimitRule[]): { allowed: boolean; readings: Reading[] } {
  const { allowed, numbers } = answer.parse(reply)
  const readings = rules.map((rule, at) => {
    const [tokens, filledAt, current, previous, strikes, blockedUntil] = meter.parse(numbers.slice(at * numbersPerMeter, (at + 1) * numbersPerMeter))
    return { rule, meter: { tokens, filledAt, current, previous, strikes, blockedUntil } }
  })
  return { allowed, readings }
}
