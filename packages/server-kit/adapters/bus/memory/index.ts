import type { Bus } from '../../../ports/index.js'
import { createTopics } from '../topics.js'

/** A bus within one process. */
export function memoryBus(): Bus {
  const topics = createTopics()
  return {
    capabilities: { crossProcess: false },
    publish: topics.publish,
    subscribe: async (topic, onFrame) => topics.subscribe(topic, onFrame),
    async close() {
      topics.clear()
    },
  }
}
