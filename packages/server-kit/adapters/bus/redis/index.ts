import type { Redis, RedisOptions } from 'ioredis'
import { AdapterError, type Bus, type Logger } from '../../../ports/index.js'
import { createSharedBus } from '../shared/create-shared-bus.js'
import type { Wire } from '../shared/wire.js'

export interface RedisBusOptions {
  /** For example `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  url: string
  /** What the name of its channel starts with. Default `coachkit`. */
  prefix?: string
  logger?: Logger
  /** How often it makes sure that it still hears. Default 5 s. */
  probeMs?: number
}

const mostBytes = 256 * 1024
const connectTimeoutMs = 1000
const commandTimeoutMs = 1000
const longestPauseMs = 2000

/** Tells other instances through Redis pub/sub, events and all: two connections a process. Needs the package ioredis. */
export function redisBus({ url, prefix = 'coachkit', logger, probeMs }: RedisBusOptions): Bus {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) {
    throw new AdapterError({ adapter: 'redis-bus', code: 'invalid_url', retryable: false, message: 'The address of Redis must look like redis://host:6379.' })
  }
  return createSharedBus({ wire: redisWire({ url, channel: `${prefix}:bus` }), logger, probeMs })
}

function redisWire({ url, channel }: { url: string; channel: string }): Wire {
  let sender: Promise<Redis> | undefined
  return {
    name: 'redis',
    mostBytes,
    carriesEvents: true,
    async send(texts) {
      sender ??= open(url, { commandTimeout: commandTimeoutMs, enableOfflineQueue: false, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 })
      const redis = await sender.catch((error: unknown) => {
        sender = undefined
        throw error
      })
      try {
        await Promise.all(texts.map((text) => redis.publish(channel, text)))
      } catch (error) {
        if (error instanceof Error && error.message === 'Command timed out') redis.disconnect(true)
        throw error
      }
    },
    listen(on) {
      let redis: Redis | undefined
      let closed = false
      // Subscribes anew by itself whenever it is connected.
      void open(url, { autoResubscribe: false, maxRetriesPerRequest: null })
        .then((opened) => {
          redis = opened
          if (closed) return opened.disconnect()
          opened.on('message', (_channel: string, text: string) => on.text(text))
          const subscribe = () => void opened.subscribe(channel).then(on.open, () => opened.disconnect(true))
          opened.on('ready', subscribe)
          if (opened.status === 'ready') subscribe()
        })
        .catch(() => undefined)
      return {
        close() {
          closed = true
          redis?.disconnect()
        },
      }
    },
    async close() {
      const opened = await sender?.catch(() => undefined)
      opened?.disconnect()
    },
  }
}

/** Connects again by itself for ever. */
async function open(
  url: string,
  options: Pick<RedisOptions, 'commandTimeout' | 'enableOfflineQueue' | 'autoResendUnfulfilledCommands' | 'autoResubscribe' | 'maxRetriesPerRequest'>,
): Promise<Redis> {
  const { Redis } = await load()
  const redis = new Redis(url, {
    connectTimeout: connectTimeoutMs,
    connectionName: 'coachkit-bus',
    retryStrategy: (attempt) => Math.min(longestPauseMs, 100 * attempt),
    ...options,
  })
  // An unheard 'error' event would be printed; that it is away shows in what does not come back.
  redis.on('error', () => undefined)
  if (options.enableOfflineQueue === false) await firstAttempt(redis)
  return redis
}

/** Over when it is connected, or too slow; then it goes on trying. */
async function firstAttempt(redis: Redis): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, connectTimeoutMs)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    redis.once('ready', done).once('error', done)
  })
}

async function load() {
  try {
    return await import('ioredis')
  } catch (cause) {
    const message = 'A bus over Redis needs the package ioredis. Run: npm install ioredis'
    throw new AdapterError({ adapter: 'redis-bus', code: 'package_missing', retryable: false, message, cause })
  }
}
