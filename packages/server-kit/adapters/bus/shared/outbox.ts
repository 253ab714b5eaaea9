import type { Wire } from './wire.js'
import { allTopics, doorbell, type WireFrame, writeTexts } from './wire-frames.js'

/** More than this that cannot leave is forgotten; readers are told so. */
const mostWaiting = 5000
const pauseMs = 500
const lastWordMs = 1000

/** What waits to leave: one send at a time takes all of it. While sending fails, a doorbell of each topic is kept and the rest is not. */
export function createOutbox({ wire, from, onFailed }: { wire: Wire; from: string; onFailed(error: unknown): void }) {
  let waiting: WireFrame[] = []
  const doorbells = new Map<string, number>()
  /** Topics of which something was lost that has no place in a log. */
  const missed = new Set<string>()
  let probes: number[] = []
  let sending: Promise<void> | undefined
  let pause: NodeJS.Timeout | undefined
  let closed = false

  function all(): WireFrame[] {
    return [...waiting, ...[...doorbells].map(([topic, offset]) => doorbell({ topic, offset })), ...[...missed].map((topic) => doorbell({ topic }))]
  }

  function take(): string[] {
    const texts = [...writeTexts({ from, frames: all(), mostBytes: wire.mostBytes }), ...probes.map((probe) => JSON.stringify({ from, probe, frames: [] }))]
    waiting = []
    doorbells.clear()
    missed.clear()
    probes = []
    return texts
  }

  async function sendAll(): Promise<void> {
    while (hasWork() && !pause) await sendOnce()
    sending = undefined
  }

  async function sendOnce(): Promise<void> {
    const lost = all()
    try {
      await wire.send(take())
    } catch (error) {
      onFailed(error)
      for (const frame of lost) ring(frame)
      if (!closed) pause = setTimeout(goOn, pauseMs).unref()
    }
  }

  function hasWork(): boolean {
    return waiting.length > 0 || doorbells.size > 0 || missed.size > 0 || probes.length > 0
  }

  /** What stands for a frame that is lost. Only events do not come again by themselves. */
  function ring({ topic, ...frame }: WireFrame): void {
    if (frame.kind !== 'durable' && frame.kind !== 'ephemeral' && frame.kind !== 'doorbell') return
    if (doorbells.size + missed.size >= mostWaiting && !doorbells.has(topic)) return void missed.add(allTopics)
    if (frame.kind === 'ephemeral' || frame.offset === undefined) missed.add(topic)
    else doorbells.set(topic, Math.max(frame.offset, doorbells.get(topic) ?? 0))
  }

  function goOn(): void {
    pause = undefined
    start()
  }

  function start(): void {
    if (sending || pause || closed) return
    // What is published in this tick leaves together.
    sending = new Promise((resolve) => setImmediate(resolve)).then(sendAll)
  }

  return {
    add(frame: WireFrame): void {
      if (frame.kind === 'durable' && !wire.carriesEvents) ring(frame)
      else if (waiting.length < mostWaiting) waiting.push(frame)
      else ring(frame)
      start()
    },
    probe(probe: number): void {
      probes = [probe]
      start()
    },
    /** What waits still leaves, if that is quick. */
    async close(): Promise<void> {
      clearTimeout(pause)
      pause = undefined
      start()
      closed = true
      await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, lastWordMs).unref())])
    },
  }
}
