import type { Bus, BusFrame } from '../../../ports/index.js'

/** A bus within one process. */
export function memoryBus(): Bus {
  const topics = new Map<string, Set<(frame: BusFrame) => void>>()
  return {
    capabilities: { crossProcess: false },
    publish(topic, frame) {
      for (const listener of [...(topics.get(topic) ?? [])]) listener(frame)
    },
    async subscribe(topic, onFrame) {
      const listeners = topics.get(topic) ?? new Set()
      // One entry per subscription, so that the same function may listen twice.
      const listener = (frame: BusFrame) => onFrame(frame)
      topics.set(topic, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic)
      }
    },
    async close() {
      topics.clear()
    },
  }
}
