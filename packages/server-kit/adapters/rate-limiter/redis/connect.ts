import type { Redis } from 'ioredis'
import { redisError } from './redis-error.js'

const connectTimeoutMs = 1000
const longestPauseMs = 2000

export interface RedisConnection {
  redis: Redis
  /** Why it is away, when the server said so. */
  lastRefusal(): unknown
}

/** A connection that tries again by itself for ever, and whose commands fail at once while it is away. */
export async function connectRedis({ url, timeoutMs }: { url: string; timeoutMs: number }): Promise<RedisConnection> {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) {
    throw redisError({ code: 'invalid_url', retryable: false, message: 'The address of Redis must look like redis://host:6379.' })
  }
  const { Redis } = await load()
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: timeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectionName: 'coachkit-limits',
    retryStrategy: (attempt) => Math.min(longestPauseMs, 100 * attempt),
  })
  // Commands only say that the connection is away; an unheard 'error' event would be printed.
  let refusal: unknown
  redis.on('error', (error: Error) => {
    if (error.name === 'ReplyError') refusal = error
  })
  redis.on('ready', () => {
    refusal = undefined
  })
  await firstAttempt(redis)
  return { redis, lastRefusal: () => refusal }
}

/** Over when it is connected, refused or too slow; in the latter cases it goes on trying. */
async function firstAttempt(redis: Redis): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, connectTimeoutMs)
  })
  await Promise.race([redis.connect().catch(() => undefined), late])
  clearTimeout(timer)
}

async function load() {
  try {
    return await import('ioredis')
  } catch (cause) {
    const message = 'Counting limits in Redis needs the package ioredis. Run: npm install ioredis'
    throw redisError({ code: 'package_missing', retryable: false, message, cause })
  }
}
