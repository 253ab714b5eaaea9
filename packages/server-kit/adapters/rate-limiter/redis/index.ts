import type { Redis } from 'ioredis'
import { verdictOf } from '../../../domain/limits/verdict-of.js'
import type { Clock, RateLimiter, RateLimitRule } from '../../../ports/index.js'
import { refuseBrokenRules } from '../refuse-broken-rules.js'
import { storedKey } from '../stored-key.js'
import { connectRedis, type RedisConnection } from './connect.js'
import { commandError, redisError } from './redis-error.js'
import { readAnswer, takeArguments, takeScript, takeScriptHash } from './take-script.js'

export interface RedisLimiterOptions {
  /** For example `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  url: string
  /** What the names of its keys start with. Default `coachkit`. */
  prefix?: string
  /** How long a call waits for Redis before it fails, and the server counts by itself. Default 200. */
  timeoutMs?: number
  /** For tests; Redis' own clock otherwise, so that instances agree. */
  clock?: Clock
}

/** Counts in Redis 5 or later, for any number of instances. Needs the package ioredis; connects on first use. */
export function redisRateLimiter({ url, prefix = 'coachkit', timeoutMs = 200, clock }: RedisLimiterOptions): RateLimiter {
  let opening: Promise<RedisConnection> | undefined
  let closed = false
  const connection = () => {
    if (closed) throw redisError({ code: 'closed', retryable: false, message: 'The rate limiter was closed.' })
    opening ??= connectRedis({ url, timeoutMs })
    return opening
  }
  return {
    async take(rules, cost = 1) {
      refuseBrokenRules('redis', rules, cost)
      const { redis, lastRefusal } = await connection()
      try {
        const reply = await runScript(redis, rules.map(nameIn(prefix)), takeArguments(rules, { cost, now: clock?.now().getTime() }))
        const { allowed, readings } = readAnswer(reply, rules)
        return verdictOf(readings, { allowed, cost })
      } catch (error) {
        throw commandError(error, lastRefusal())
      }
    },
    async forgive(rules) {
      if (rules.length === 0) return
      const { redis, lastRefusal } = await connection()
      await redis.del(rules.map(nameIn(prefix))).catch((error: unknown) => {
        throw commandError(error, lastRefusal())
      })
    },
    async close() {
      closed = true
      const connected = await opening?.catch(() => undefined)
      connected?.redis.disconnect()
    },
  }
}

/** The braces keep all keys in one slot of a cluster: a script may touch no other. */
function nameIn(prefix: string): (rule: RateLimitRule) => string {
  return (rule) => `${prefix}:{limits}:${storedKey(rule)}`
}

async function runScript(redis: Redis, keys: string[], values: number[]): Promise<unknown> {
  try {
    return await redis.evalsha(takeScriptHash, keys.length, ...keys, ...values)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return await redis.eval(takeScript, keys.length, ...keys, ...values)
  }
}
