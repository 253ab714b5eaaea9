import type { BusFrame } from '../../ports/index.js'

type Listener = (frame: BusFrame) => void

/** The listeners of one process, by topic. */
export function createTopics() {
  const topics = new Map<string, Set<Listener>>()
  return {
    publish(topic: string, frame: BusFrame): void {
      for (const listener of [...(topics.get(topic) ?? [])]) listener(frame)
    },
    subscribe(topic: string, onFrame: Listener): () => void {
      const listeners = topics.get(topic) ?? new Set()
      // One entry per subscription, so that the same function may listen twice.
      const listener = (frame: BusFrame) => onFrame(frame)
      topics.set(topic, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic)
      }
    },
    names: () => [...topics.keys()],
    clear: () => topics.clear(),
  }
}
