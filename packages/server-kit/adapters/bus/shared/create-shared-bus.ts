import { randomUUID } from 'node:crypto'
import { AdapterError, type Bus, type Logger } from '../../../ports/index.js'
import { createTopics } from '../topics.js'
import { createOutbox } from './outbox.js'
import type { Wire } from './wire.js'
import { allTopics, readText } from './wire-frames.js'

/** Longer than this without hearing oneself, and the wire is taken for dead. */
const defaultProbeMs = 5000

/**
 * A bus over a wire that may be slow, hang or be away: this process's listeners hear at once, those of others when the wire carries it.
 * Once it carries again, every topic is told that something may have been missed. Opened by the first use.
 */
export function createSharedBus({ wire, logger, probeMs = defaultProbeMs }: { wire: Wire; logger?: Logger | undefined; probeMs?: number | undefined }): Bus {
  const id = randomUUID()
  const topics = createTopics()
  let listening: { close(): void } | undefined
  let timer: NodeJS.Timeout | undefined
  let probe = 0
  let heardProbe = 0
  let away: boolean | undefined

  const say = (nowAway: boolean, error?: unknown) => {
    if (away === nowAway || (away === undefined && !nowAway)) return
    away = nowAway
    if (nowAway) logger?.warn('bus.away', { bus: wire.name, reason: AdapterError.isInstance(error) ? error.code : 'unknown' })
    else logger?.info('bus.back', { bus: wire.name })
  }
  const outbox = createOutbox({ wire, from: id, onFailed: (error) => say(true, error) })

  const take = (text: string) => {
    const heard = readText(text)
    if (!heard) return
    if (heard.from !== id) for (const { topic, ...frame } of heard.frames) topic === allTopics ? ringAll() : topics.publish(topic, frame)
    else if (heard.probe !== undefined) hearOneself(heard.probe)
  }
  const hearOneself = (heard: number) => {
    heardProbe = Math.max(heardProbe, heard)
    if (heardProbe === probe) say(false)
  }
  const ringAll = () => {
    for (const topic of topics.names()) topics.publish(topic, { kind: 'doorbell' })
  }
  const hear = () => {
    listening = wire.listen({
      text: take,
      open: ringAll,
    })
  }
  /** A connection that hangs says nothing: only what comes back proves that it hears. */
  const check = () => {
    if (probe > heardProbe) {
      say(true)
      listening?.close()
      hear()
    }
    probe += 1
    outbox.probe(probe)
  }
  const open = () => {
    if (timer) return
    timer = setInterval(check, probeMs)
    timer.unref()
    hear()
  }

  return {
    capabilities: { crossProcess: true },
    state: () => ({ status: away ? 'down' : 'up', adapter: wire.name }),
    publish(topic, frame) {
      // Who writes an answer in this process has told its own readers all of it.
      if (frame.kind !== 'recap') topics.publish(topic, frame)
      open()
      outbox.add({ topic, ...frame })
    },
    async subscribe(topic, onFrame) {
      open()
      return topics.subscribe(topic, onFrame)
    },
    async close() {
      clearInterval(timer)
      listening?.close()
      topics.clear()
      await outbox.close()
      await wire.close()
    },
  }
}
