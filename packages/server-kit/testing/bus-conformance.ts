import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Bus, BusFrame } from '../ports/index.js'

/** Instances that share one way to each other. */
export interface BusBench {
  connect(): Bus
  close(): Promise<void>
}

const patience = { timeout: 15_000, interval: 10 }

/** Registers vitest suites that every implementation of the Bus port must pass. `connect` gives one more instance, or throws where there can be only one. */
export function busConformance(input: { name: string; create: () => Promise<BusBench> }): void {
  describe(`bus: ${input.name}`, () => {
    let bench: BusBench | undefined
    const opened: Bus[] = []
    beforeAll(async () => {
      bench = await input.create()
    }, 60_000)
    afterAll(async () => {
      await Promise.all(opened.map((bus) => bus.close()))
      await bench?.close()
    })
    const connect = () => {
      if (!bench) throw new Error('The bus is used before it was created.')
      const bus = bench.connect()
      opened.push(bus)
      return bus
    }
    describeOneProcess(connect)
    describeTwoProcesses(connect)
  })
}

function describeOneProcess(connect: () => Bus): void {
  test('listeners of the same process hear at once, each as often as it listens, until it stops', async () => {
    const bus = connect()
    const topic = sampleTopic()
    const heard: BusFrame[] = []
    const listener = (frame: BusFrame) => void heard.push(frame)
    const [first] = [await bus.subscribe(topic, listener), await bus.subscribe(topic, listener)]
    const elsewhere: BusFrame[] = []
    await bus.subscribe(sampleTopic(), (frame) => void elsewhere.push(frame))
    bus.publish(topic, delta(0, 'Hola'))
    expect(heard.filter(isWhole)).toEqual([delta(0, 'Hola'), delta(0, 'Hola')])
    first()
    bus.publish(topic, durable(1))
    expect(heard.filter(isWhole).slice(2)).toEqual([durable(1)])
    expect(elsewhere.filter(isWhole)).toEqual([])
  })
}

function describeTwoProcesses(connect: () => Bus): void {
  test('another process hears of everything: pieces in order, of durable events at least the offset', async () => {
    const [near, far] = [connect(), connect()]
    if (!near.capabilities.crossProcess) return
    const topic = sampleTopic()
    const heard: BusFrame[] = []
    await far.subscribe(topic, (frame) => void heard.push(frame))
    // It may take a moment until the other one hears.
    await vi.waitFor(() => {
      near.publish(topic, { kind: 'recap' })
      expect(heard).toContainEqual({ kind: 'recap' })
    }, patience)
    const pieces = Array.from({ length: 200 }, (_, index) => delta(index, '«"\\n👩‍🏫'.repeat(1 + (index % 40))))
    for (const piece of pieces) near.publish(topic, piece)
    for (let offset = 1; offset <= 50; offset += 1) near.publish(topic, durable(offset))
    await vi.waitFor(() => expect(Math.max(0, ...heard.map((frame) => ('offset' in frame ? (frame.offset ?? 0) : 0)))).toBe(50), patience)
    await vi.waitFor(() => expect(heard.filter(({ kind }) => kind === 'ephemeral')).toEqual(pieces), patience)
    for (const frame of heard) if (frame.kind === 'durable') expect(frame).toEqual(durable(frame.offset))
  })

  test('topics do not mix, and nobody hears an echo', async () => {
    const [near, far] = [connect(), connect()]
    if (!near.capabilities.crossProcess) return
    const [topic, other] = [sampleTopic(), sampleTopic()]
    const own: BusFrame[] = []
    const far1: BusFrame[] = []
    const far2: BusFrame[] = []
    await near.subscribe(topic, (frame) => void own.push(frame))
    await far.subscribe(topic, (frame) => void far1.push(frame))
    await far.subscribe(other, (frame) => void far2.push(frame))
    await vi.waitFor(() => {
      near.publish(other, { kind: 'recap' })
      expect(far2).toContainEqual({ kind: 'recap' })
    }, patience)
    near.publish(topic, delta(0, 'a'))
    near.publish(other, delta(0, 'b'))
    await vi.waitFor(() => expect(far2).toContainEqual(delta(0, 'b')), patience)
    expect(far1.filter(({ kind }) => kind === 'ephemeral')).toEqual([delta(0, 'a')])
    expect(own.filter(({ kind }) => kind === 'ephemeral')).toEqual([delta(0, 'a')])
  })
}

export function sampleTopic(): string {
  return `conversation:${randomUUID()}`
}

/** A bus that is just connected rings for everybody. */
function isWhole({ kind }: BusFrame): boolean {
  return kind === 'durable' || kind === 'ephemeral'
}

const messageId = randomUUID()

export function delta(index: number, text: string): BusFrame {
  return { kind: 'ephemeral', event: { type: 'message.delta', messageId, index, text } }
}

export function durable(offset: number): BusFrame & { kind: 'durable' } {
  const message = {
    id: messageId,
    conversationId: messageId,
    offset,
    role: 'user' as const,
    status: 'sent' as const,
    text: 'Hola',
    citations: [],
    createdAt: '2030-01-01T00:00:00.000Z',
  }
  return { kind: 'durable', offset, event: { type: 'message.created', message } }
}
