import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryBus } from '../adapters/bus/memory/index.js'
import { pushedOffsets, startBareServer, visitor } from './__fixtures__/bare-server.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

describe('heartbeat', () => {
  it('pings, and keeps who answers', async () => {
    const { reader, realtime } = await start({ heartbeat: { pingMs: 20, pongMs: 10_000 } })
    const client = await reader()
    client.socket.on('message', (data) => {
      if (data.toString() === '{}') client.socket.send('{}')
    })
    await vi.waitFor(() => expect(client.frames.filter((frame) => Object.keys(frame).length === 0).length).toBeGreaterThan(3))
    expect(realtime.connectionCount()).toBe(1)
  })

  it('ends who does not answer', async () => {
    const { reader, realtime } = await start({ heartbeat: { pingMs: 20, pongMs: 40 } })
    expect(await (await reader()).closed).toEqual({ code: 3012, reason: 'no pong' })
    expect(realtime.connectionCount()).toBe(0)
  })

  it('ends who never says who it is', async () => {
    const { open, realtime } = await start({ heartbeat: { connectMs: 40 } })
    expect(await (await open()).closed).toEqual({ code: 3502, reason: 'stale' })
    expect(realtime.connectionCount()).toBe(0)
  })

  it('waits with who has said so for as long as the answer takes', async () => {
    let answer = (): void => undefined
    const taken = new Promise<{ principal: typeof visitor }>((resolve) => {
      answer = () => resolve({ principal: visitor })
    })
    const { open } = await start({ heartbeat: { connectMs: 50 }, takeTicket: () => taken })
    const client = await open()
    client.send({ id: 1, connect: { token: 't' } })
    const silent = await open()
    expect((await silent.closed).code).toBe(3502)
    answer()
    expect(await client.reply(1)).toHaveProperty('connect')
  })
})

describe('durable events', () => {
  it('arrive once and in order, whatever the bus repeats, reorders or loses', async () => {
    const { reader, store, ring } = await start()
    const client = await reader()
    const [one, two, three, four, five] = [store('1'), store('2'), store('3'), store('4'), store('5')]
    for (const logged of [one, one, three, two, three, five, four, five]) ring(logged)
    await vi.waitFor(() => expect(pushedOffsets(client)).toEqual([1, 2, 3, 4, 5]))
    store('6')
    ring(store('7'))
    await vi.waitFor(() => expect(pushedOffsets(client)).toEqual([1, 2, 3, 4, 5, 6, 7]))
  })

  it('that were lost between processes arrive with the next heartbeat', async () => {
    const { reader, store } = await start({ heartbeat: { pingMs: 20, pongMs: 10_000 }, bus: { ...memoryBus(), capabilities: { crossProcess: true } } })
    const client = await reader()
    store('1')
    await vi.waitFor(() => expect(pushedOffsets(client)).toEqual([1]))
  })

  it('that cannot be read send the client away to recover later', async () => {
    const { reader, store, ring, reading } = await start()
    const client = await reader()
    reading.fails = true
    store('1')
    ring(store('2'))
    expect(await client.closed).toEqual({ code: 3010, reason: 'insufficient state' })
  })
})

it('a reader who does not read is cut off before much is held for it', async () => {
  const { reader, store, ring, realtime } = await start()
  const [slow, other] = [await reader(), await reader()]
  slow.socket.pause()
  const events = 800
  const text = 'x'.repeat(64 * 1024)
  for (let at = 0; at < events && realtime.connectionCount() === 2; at += 1) {
    ring(store(text))
    await vi.waitFor(() => expect(pushedOffsets(other)).toHaveLength(at + 1), { interval: 1 })
  }
  expect(realtime.connectionCount()).toBe(1)
  slow.socket.resume()
  expect(await slow.closed).toEqual({ code: 3008, reason: 'slow' })
})

it('a reader who sends pings and reads no pongs is cut off before much is held for it', async () => {
  const { open, realtime } = await start({ heartbeat: { connectMs: 3_600_000 } })
  const { socket } = await open()
  socket.pause()
  // How much the kernel takes before we hold any is its own affair: this ends with the cut, or fails by the time limit.
  while (socket.readyState === socket.OPEN && realtime.connectionCount() === 1) {
    await new Promise((resolve) => socket.ping(Buffer.alloc(125), true, resolve))
  }
  await vi.waitFor(() => expect(realtime.connectionCount()).toBe(0))
})

it('a server that shuts down says so and takes nobody in', async () => {
  const { reader, open, realtime } = await start()
  const client = await reader()
  await realtime.drain({ withinMs: 0 })
  expect(await client.closed).toEqual({ code: 3001, reason: 'shutdown' })
  await expect(open()).rejects.toThrow('503')
})

async function start(options?: Parameters<typeof startBareServer>[0]) {
  const server = await startBareServer(options)
  closing.push(server.close)
  return server
}
