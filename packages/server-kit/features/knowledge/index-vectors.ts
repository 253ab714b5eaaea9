import { type EmbedderUse, JobPostponed, type Logger, type Storage, type StorageTx } from '../../ports/index.js'

/** A creator that became smaller keeps its index down to this part of what is large: one at the bound is not built and dropped by turns. */
const keptFrom = 0.5
/** Another run for the creator is waited for. */
const busyMs = 5_000

/**
 * After the passages are in the index of words: the same for their vectors, where the database can have one, and its end where a creator
 * became small. The words serve until it is ready, and wherever it cannot be had.
 */
export async function indexVectors(
  { storage, largeFrom, logger }: { storage: Storage; largeFrom: number; logger: Logger },
  { creatorId, signal }: { creatorId: string; signal: AbortSignal },
): Promise<void> {
  const indexes = storage.vectorIndexes
  if (!indexes?.arePossible) return
  const { count, state, completedWith } = await storage.as({ creatorId }, async (tx) => ({
    count: await tx.knowledge.chunkCount(),
    state: await tx.postings.state(),
    completedWith: await tx.embeddings.completedWith(),
  }))
  if (state.indexedPassages === undefined) return
  if (count < largeFrom * keptFrom) return indexes.drop({ creatorId, signal })
  // While vectors of another embedder are made, those that are searched go on being so.
  const embedderId = completedWith ?? state.vectorIndex?.embedderId
  if (embedderId === undefined) return
  const outcome = await indexes.build({ creatorId, embedderId, signal })
  if (outcome === 'busy') throw new JobPostponed(busyMs)
  if (outcome === 'ready' && state.vectorIndex?.embedderId !== embedderId) logger.info('knowledge.vector_index_ready', { creatorId })
}

/** Inside a transaction that changed vectors: has the index of a large creator brought up to date. */
export async function queueVectorIndex(tx: StorageTx, storage: Storage): Promise<void> {
  if (storage.vectorIndexes?.arePossible && (await tx.postings.state()).indexedPassages !== undefined) await tx.postings.queue()
}

/** Switches to the vectors of this embedder when none is missing; returns whether it did. */
export async function completeVectors(tx: StorageTx, { storage, use }: { storage: Storage; use: EmbedderUse }): Promise<boolean> {
  const isComplete = await tx.embeddings.complete(use)
  if (isComplete) await queueVectorIndex(tx, storage)
  return isComplete
}

/** For what no change asks for: the extension came after the material, an index was lost, a creator is gone. */
export async function queueVectorIndexes({ storage, onJob }: { storage: Storage; onJob(): void }, signal: AbortSignal): Promise<void> {
  const creatorIds = (await storage.vectorIndexes?.behind({ signal })) ?? []
  for (const creatorId of creatorIds) await storage.as({ creatorId }, (tx) => tx.postings.queue())
  if (creatorIds.length > 0) onJob()
}
