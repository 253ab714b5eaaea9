import type { Wire } from './wire.js'
import { doorbell, type WireFrame, writeTexts } from './wire-frames.js'

/** More than this that cannot leave is forgotten; readers find it in the log. */
const mostWaiting = 5000
const pauseMs = 500
const lastWordMs = 1000

/** What waits to leave: one send at a time takes all of it. While sending fails, the latest doorbell of each topic is kept and the rest is not. */
export function createOutbox({ wire, from, onFailed }: { wire: Wire; from: string; onFailed(error: unknown): void }) {
  let waiting: WireFrame[] = []
  const doorbells = new Map<string, number>()
  let probes: number[] = []
  let sending: Promise<void> | undefined
  let pause: NodeJS.Timeout | undefined
  let closed = false

  function take(): string[] {
    const frames = [...waiting, ...[...doorbells].map(([topic, offset]) => doorbell({ topic, offset }))]
    const texts = [...writeTexts({ from, frames, mostBytes: wire.mostBytes }), ...probes.map((probe) => JSON.stringify({ from, probe, frames: [] }))]
    waiting = []
    doorbells.clear()
    probes = []
    return texts
  }

  async function sendAll(): Promise<void> {
    while (hasWork() && !pause) await sendOnce()
    sending = undefined
  }

  async function sendOnce(): Promise<void> {
    const bells = [...doorbells, ...waiting.flatMap((frame) => (frame.kind === 'durable' ? [[frame.topic, frame.offset] as const] : []))]
    try {
      await wire.send(take())
    } catch (error) {
      onFailed(error)
      for (const [topic, offset] of bells) ring(topic, offset)
      if (!closed) pause = setTimeout(goOn, pauseMs).unref()
    }
  }

  function hasWork(): boolean {
    return waiting.length > 0 || doorbells.size > 0 || probes.length > 0
  }

  function ring(topic: string, offset: number): void {
    if (doorbells.size < mostWaiting) doorbells.set(topic, Math.max(offset, doorbells.get(topic) ?? 0))
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
      if (frame.kind === 'durable' && !wire.carriesEvents) ring(frame.topic, frame.offset)
      else if (waiting.length < mostWaiting) waiting.push(frame)
      else if (frame.kind === 'durable') ring(frame.topic, frame.offset)
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
