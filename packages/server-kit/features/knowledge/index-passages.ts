import type { Job, Logger, Storage, StorageTx } from '../../ports/index.js'
import { queueVectorIndex } from './index-vectors.js'

/** Chunks from which a creator is searched in the database, not in memory. */
export const usualLargeFrom = 20_000
/** Passages of one transaction: short ones, between which uploads and removals take their turn. */
const passagesAtOnce = 500

/** Puts all of a creator's passages into the database's index, some at a time; what a killed run has done stays done. */
export async function indexPassages(storage: Storage, job: Job, signal: AbortSignal): Promise<void> {
  const scope = { creatorId: job.creatorId }
  while (await storage.as(scope, (tx) => tx.postings.indexNext({ limit: passagesAtOnce }))) signal.throwIfAborted()
}

/** Asks for the index of a creator whose material outgrew the memory. */
export async function beginIndex(deps: { storage: Storage; logger: Logger; onJob?(): void; creatorId: string }): Promise<void> {
  const { creatorId } = deps
  if (!(await deps.storage.as({ creatorId }, (tx) => tx.postings.begin()))) return
  deps.logger.info('knowledge.index_begun', { creatorId })
  deps.onJob?.()
}

/** Inside the transaction that added material: begins the index of a creator that has become large, and has that of one that was brought up to date. */
export async function beginIfLarge(tx: StorageTx, { storage, largeFrom }: { storage: Storage; largeFrom: number }): Promise<void> {
  if ((await tx.knowledge.chunkCount()) >= largeFrom) await tx.postings.begin()
  await queueVectorIndex(tx, storage)
}
