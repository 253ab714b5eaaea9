import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import type { Bus, BusFrame, Logger } from '../../ports/index.js'
import { busConformance, delta, durable, sampleTopic } from '../../testing/bus-conformance.js'
import { createTestKeys, testRedisUrl } from '../rate-limiter/redis/__fixtures__/test-redis.js'
import { createTestDatabase } from '../storage/__fixtures__/test-database.js'
import { memoryBus } from './memory/index.js'
import { postgresBus } from './postgres/index.js'
import { redisBus } from './redis/index.js'

busConformance({
  name: 'memory',
  create: async () => ({ connect: memoryBus, close: async () => undefined }),
})

busConformance({
  name: 'postgres',
  async create() {
    const database = await createTestDatabase()
    return { connect: () => postgresBus({ url: database.url }), close: database.drop }
  },
})

busConformance({
  name: 'redis',
  async create() {
    const keys = createTestKeys()
    return { connect: () => redisBus({ url: testRedisUrl, prefix: keys.prefix }), close: keys.drop }
  },
})

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const patience = { timeout: 20_000, interval: 20 }
const probeMs = 200

/** Two instances; what the far one hears of one topic, and what the near one logs. */
async function connectTwo(connect: (logger: Logger) => Bus) {
  const lines: string[] = []
  const write = (event: string) => void lines.push(event)
  const [near, far] = [connect({ info: write, warn: write, error: write }), connect({ info() {}, warn() {}, error() {} })]
  const topic = sampleTopic()
  const heard: BusFrame[] = []
  await far.subscribe(topic, (frame) => void heard.push(frame))
  closing.push(near.close, far.close)
  const pass = async (offset: number) => {
    near.publish(topic, durable(offset))
    await vi.waitFor(() => expect(Math.max(0, ...heard.map((frame) => ('offset' in frame ? (frame.offset ?? 0) : 0)))).toBeGreaterThanOrEqual(offset), patience)
  }
  await vi.waitFor(() => {
    near.publish(topic, { kind: 'recap' })
    expect(heard.length).toBeGreaterThan(0)
  }, patience)
  heard.length = 0
  return { near, far, topic, heard, lines, pass }
}

test('PostgreSQL: whoever is cut off listens again by itself, and is told that it may have missed something', async () => {
  const database = await createTestDatabase()
  const { heard, pass } = await connectTwo((logger) => postgresBus({ url: database.url, logger, probeMs }))
  await pass(1)
  heard.length = 0
  await database.execute('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
  await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'doorbell' }), patience)
  await pass(2)
  for (const close of closing.splice(0)) await close()
  await database.drop()
})

test('Redis: hung, gone, and back; what this process publishes reaches its own listeners all the while', async () => {
  const server = await startRedis()
  const { near, topic, heard, lines, pass } = await connectTwo((logger) => redisBus({ url: server.url, logger, probeMs }))
  await pass(1)
  const own: BusFrame[] = []
  await near.subscribe(topic, (frame) => void own.push(frame))

  server.process.kill('SIGSTOP')
  near.publish(topic, durable(2))
  near.publish(topic, delta(0, 'Hola'))
  expect(own).toEqual([durable(2), delta(0, 'Hola')])
  await vi.waitFor(() => expect(lines).toEqual(['bus.away']), patience)
  heard.length = 0
  server.process.kill('SIGCONT')
  // The event is lost as such: its doorbell, or the general one, comes in its place.
  await vi.waitFor(() => expect(heard.some(({ kind }) => kind === 'doorbell' || kind === 'durable')).toBe(true), patience)
  await pass(3)

  await server.stop()
  near.publish(topic, durable(4))
  const again = await startRedis(server.port)
  heard.length = 0
  await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'doorbell' }), patience)
  await pass(5)
  await vi.waitFor(() => expect(lines.at(-1)).toBe('bus.back'), patience)
  for (const close of closing.splice(0)) await close()
  await again.stop()
})

test('Redis that is not there yet holds nobody up', async () => {
  const port = await freePort()
  const [near, far] = [redisBus({ url: `redis://127.0.0.1:${port}`, probeMs }), redisBus({ url: `redis://127.0.0.1:${port}`, probeMs })]
  closing.push(near.close, far.close)
  const topic = sampleTopic()
  const own: BusFrame[] = []
  const heard: BusFrame[] = []
  await near.subscribe(topic, (frame) => void own.push(frame))
  await far.subscribe(topic, (frame) => void heard.push(frame))
  near.publish(topic, durable(1))
  expect(own).toEqual([durable(1)])
  const server = await startRedis(port)
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0), patience)
  for (const close of closing.splice(0)) await close()
  await server.stop()
})

async function startRedis(given?: number) {
  const port = given ?? (await freePort())
  const process = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  process.stdout.on('data', (text) => {
    output += text
  })
  await vi.waitFor(() => expect(output).toContain('Ready to accept connections'), patience)
  return {
    port,
    process,
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const ended = once(process, 'exit')
      process.kill('SIGKILL')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
