import { type Document, type Handlers, maxUploadBytes, type Routes } from '@coachkit/contract'
import type { RequestContext } from '../../dispatch/request-context.js'
import { usualChunkSizes } from '../../domain/document/chunk-document.js'
import type { JobWork, RemovedDocument } from '../../ports/index.js'
import { createHandlers } from './handlers.js'
import { indexPassages, usualLargeFrom } from './index-passages.js'
import { indexVectors, queueVectorIndex, queueVectorIndexes } from './index-vectors.js'
import { giveUpDocument, ingestDocument } from './ingest-document.js'
import type { KnowledgeDeps, KnowledgeParts } from './knowledge-parts.js'
import { createVectorMaker, embedAnew, queueBehind, updateVectors } from './make-vectors.js'
import { removeUnclaimedFiles } from './remove-unclaimed-files.js'
import { removeFile } from './store-file.js'
import { type Upload, uploadDocument } from './upload-document.js'

export interface Knowledge {
  handlers: Handlers<Routes['knowledge'], RequestContext>
  /** Makes a document searchable. */
  ingest: JobWork
  /** Makes the vectors that passages lack. */
  vectors: JobWork
  /** Queues every creator whose passages lack vectors of the embedder. */
  queueBehind(): Promise<void>
  updateEmbeddings(input: { creatorId: string; anew?: boolean | undefined }): Promise<void>
  /** The stored vectors cannot be compared with the embedder's any more. */
  embedAnew(creatorId: string): Promise<void>
  /** For features that find documents themselves. */
  documents: {
    upload(input: Upload): Promise<{ document: Document; duplicate: boolean }>
    /** After a commit that removed documents: stops their work, removes their files, and tells. */
    afterRemoval(creatorId: string, removed: readonly RemovedDocument[]): Promise<void>
  }
  /** Builds the indexes of a creator that became large, and brings that of its vectors up to date. */
  index: JobWork
  /** Queues every large creator whose vectors lack their index, or have one that is not whole. */
  queueVectorIndexes(signal: AbortSignal): Promise<void>
  /** Removes files that nothing names: of uploads and removals that were killed half-way. */
  removeUnclaimedFiles(): Promise<void>
}

/** Documents: upload, ingestion, list, removal. */
export function createKnowledge(deps: KnowledgeDeps): Knowledge {
  const parts: KnowledgeParts = {
    ...deps,
    sizes: deps.sizes ?? usualChunkSizes,
    maxUploadBytes: deps.maxUploadBytes ?? maxUploadBytes,
    largeFrom: deps.largeFrom ?? usualLargeFrom,
    announce(creatorId, document) {
      if (!document) return
      const type =
        document.status === 'ready'
          ? 'document.ready'
          : document.status === 'failed' || document.status === 'quarantined'
            ? 'document.failed'
            : 'document.processing'
      deps.bus.publish(`creator:${creatorId}`, { kind: 'ephemeral', event: { type, document } })
    },
    announceRemoved(creatorId, documentIds) {
      for (const documentId of documentIds) deps.bus.publish(`creator:${creatorId}`, { kind: 'ephemeral', event: { type: 'document.removed', documentId } })
    },
  }
  const afterRemoval = async (creatorId: string, removed: readonly RemovedDocument[]) => {
    for (const { id, blobKey } of removed) {
      parts.onJobGone(id)
      await removeFile(parts, { creatorId, blobKey })
    }
    parts.announceRemoved(
      creatorId,
      removed.map(({ id }) => id),
    )
    await deps.storage.as({ creatorId }, (tx) => queueVectorIndex(tx, deps.storage))
    deps.onJob()
  }
  return {
    handlers: createHandlers(parts, { afterRemoval }),
    documents: { upload: (input) => uploadDocument(parts, input), afterRemoval },
    ingest: { run: (job, signal) => ingestDocument(parts, job, signal), giveUp: (job) => giveUpDocument(parts, job) },
    vectors: { run: createVectorMaker(parts), giveUp: async ({ creatorId }) => deps.logger.warn('embeddings.given_up', { creatorId }) },
    queueBehind: () => queueBehind(parts),
    updateEmbeddings: (input) => updateVectors(parts, input),
    embedAnew: (creatorId) => embedAnew(parts, creatorId),
    // Until an index is whole, memory answers; the next change of the material asks for it again.
    index: {
      async run(job, signal) {
        await indexPassages(deps.storage, job, signal)
        await indexVectors(parts, { creatorId: job.creatorId, signal })
      },
      giveUp: async () => undefined,
    },
    queueVectorIndexes: (signal) => queueVectorIndexes(parts, signal),
    removeUnclaimedFiles: () => removeUnclaimedFiles(parts),
  }
}
