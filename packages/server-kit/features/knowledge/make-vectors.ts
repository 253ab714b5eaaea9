import { AdapterError, type Embedder, type Job, JobPostponed, type Logger, type Storage } from '../../ports/index.js'
import { embedChunks } from './embed-chunks.js'
import { completeVectors } from './index-vectors.js'

interface VectorParts {
  storage: Storage
  logger: Logger
  embedder?: Embedder
  /** Told after a commit that left a job behind. */
  onJob(): void
}

/** One run ends after so many batches and queues the next, so that answers and documents get their turn. */
const batchesARun = 20
/** An embedder that is away is asked again so often. */
const awayMs = 15_000
const otherRunMs = 2_000
/** Creators looked at in one statement. */
const creatorsAtOnce = 500

/** Makes the vectors that a creator's passages lack, and switches to them once none is missing. What was made stays made, whatever happens. */
export function createVectorMaker(parts: VectorParts) {
  const running = new Set<string>()
  return async (job: Job, signal: AbortSignal): Promise<void> => {
    const { embedder } = parts
    if (!embedder) return
    // Of an embedder that this process does not have: another process may.
    if (embedder.id !== job.subjectId) throw new JobPostponed(awayMs)
    if (running.has(job.creatorId)) throw new JobPostponed(otherRunMs)
    running.add(job.creatorId)
    try {
      await makeMissing(parts, { embedder, creatorId: job.creatorId, signal })
    } finally {
      running.delete(job.creatorId)
    }
  }
}

/** Queues the creators whose passages lack vectors of the embedder: it is another one than before, or it was away. */
export async function queueBehind({ storage, embedder, onJob }: VectorParts): Promise<void> {
  if (!embedder) return
  for (let after: string | undefined; ; ) {
    const page = { embedderId: embedder.id, limit: creatorsAtOnce, after }
    const creatorIds = await storage.as({ system: 'setup' }, (tx) => tx.embeddings.behind(page))
    for (const creatorId of creatorIds) await storage.as({ creatorId }, (tx) => tx.embeddings.queue({ embedderId: embedder.id }))
    if (creatorIds.length > 0) onJob()
    if (creatorIds.length < creatorsAtOnce) return
    after = creatorIds.at(-1)
  }
}

/** Queues the making of what a creator's passages lack, or of all of it `anew`. Nothing without an embedder. */
export async function updateVectors({ storage, embedder, onJob }: VectorParts, input: { creatorId: string; anew?: boolean | undefined }): Promise<void> {
  if (!embedder) return
  await storage.as({ creatorId: input.creatorId }, async (tx) => {
    if (input.anew) await tx.embeddings.forget(embedder.id)
    await tx.embeddings.queue({ embedderId: embedder.id })
  })
  onJob()
}

async function makeMissing(parts: VectorParts, input: { embedder: Embedder; creatorId: string; signal: AbortSignal }): Promise<void> {
  const { storage, logger } = parts
  const { embedder, creatorId, signal } = input
  const use = { embedderId: embedder.id, languages: embedder.languages }
  if (embedder.client) return void (await storage.as({ creatorId }, (tx) => completeVectors(tx, { storage, use })))
  let cursor: string | undefined
  let refusal: unknown
  for (let batch = 0; batch < batchesARun; batch += 1) {
    const page = { ...use, cursor, limit: embedder.maxBatch }
    const { items: chunks, nextCursor } = await storage.as({ creatorId }, (tx) => tx.embeddings.missing(page))
    if (chunks.length === 0) {
      if (!(await storage.as({ creatorId }, (tx) => completeVectors(tx, { storage, use })))) break
      logger.info('embeddings.complete', { creatorId, embedder: embedder.id })
      return parts.onJob()
    }
    const { vectors, hashes, failure } = await embedChunks({ storage, embedder, creatorId, chunks, signal })
    const made = chunks.flatMap(({ id: chunkId }, at) => {
      const vector = vectors[at]
      return vector ? [{ chunkId, vector, hash: hashes[at] }] : []
    })
    await store(parts, { creatorId, embedder, made })
    if (isOutage(failure)) throw new JobPostponed(Math.max(awayMs, failure.retryAfterMs ?? 0))
    refusal ??= failure
    if (refusal !== undefined && nextCursor === undefined) throw refusal
    cursor = nextCursor
  }
  await storage.as({ creatorId }, (tx) => tx.embeddings.queue({ embedderId: embedder.id }))
  parts.onJob()
}

async function store(
  parts: VectorParts,
  input: { creatorId: string; embedder: Embedder; made: { chunkId: string; vector: Float32Array; hash: string | undefined }[] },
) {
  const { creatorId, embedder, made } = input
  const put = { embedderId: embedder.id, vectors: made }
  try {
    await parts.storage.as({ creatorId }, (tx) => tx.embeddings.put(put))
  } catch (error) {
    if (!(AdapterError.isInstance(error) && error.code === 'mixed_dimensions')) throw error
    await embedAnew(parts, creatorId)
    await parts.storage.as({ creatorId }, (tx) => tx.embeddings.put(put))
  }
}

/** The model behind the same name makes vectors of another length now: those that are stored cannot be compared with any question. */
export async function embedAnew(parts: VectorParts, creatorId: string): Promise<void> {
  parts.logger.warn('embedder.dimensions_changed', { creatorId, embedder: parts.embedder?.id })
  await updateVectors(parts, { creatorId, anew: true })
}

/** An outage is waited out, however long it takes; what the embedder refuses counts as a failed run. */
function isOutage(failure: unknown): failure is AdapterError {
  return AdapterError.isInstance(failure) && failure.retryable
}
