import { getHeapStatistics } from 'node:v8'
import type { Instance } from '@coachkit/contract'
import type { Storage } from '../../ports/index.js'

/** What one server knows of itself. */
export type InstanceFigures = Pick<Instance, 'id' | 'version' | 'connections' | 'work'>

/** Figures of the server that answers. */
export function createInstanceFigures({
  storage,
  figures,
  startedAt,
}: {
  storage: Storage
  figures(): InstanceFigures
  startedAt: Date
}): () => Promise<Instance> {
  return async () => {
    const queue = await storage.as({ system: 'jobs' }, (tx) => tx.jobs.depth())
    const { rss } = process.memoryUsage()
    const { used_heap_size: heap, heap_size_limit: heapLimit } = getHeapStatistics()
    const pool = storage.pool?.()
    return { ...figures(), startedAt: startedAt.toISOString(), memory: { resident: rss, heap, heapLimit }, ...(pool ? { pool } : {}), queue }
  }
}
