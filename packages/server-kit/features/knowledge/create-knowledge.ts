import { type Handlers, maxUploadBytes, type Routes } from '@coachkit/contract'
import type { RequestContext } from '../../dispatch/request-context.js'
import type { JobWork } from '../../ports/index.js'
import { createHandlers } from './handlers.js'
import { indexPassages, usualLargeFrom } from './index-passages.js'
import { giveUpDocument, ingestDocument } from './ingest-document.js'
import type { KnowledgeDeps, KnowledgeParts } from './knowledge-parts.js'
import { removeUnclaimedFiles } from './remove-unclaimed-files.js'

export interface Knowledge {
  handlers: Handlers<Routes['knowledge'], RequestContext>
  /** Makes a document searchable. */
  ingest: JobWork
  /** Builds the index of a creator that became large. */
  index: JobWork
  /** Removes files that nothing names: of uploads and removals that were killed half-way. */
  removeUnclaimedFiles(): Promise<void>
}

/** Documents: upload, ingestion, list, removal. */
export function createKnowledge(deps: KnowledgeDeps): Knowledge {
  const parts: KnowledgeParts = {
    ...deps,
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
  return {
    handlers: createHandlers(parts),
    ingest: { run: (job, signal) => ingestDocument(parts, job, signal), giveUp: (job) => giveUpDocument(parts, job) },
    // Until an index is whole, memory answers; the next change of the material asks for it again.
    index: { run: (job, signal) => indexPassages(deps.storage, job, signal), giveUp: async () => undefined },
    removeUnclaimedFiles: () => removeUnclaimedFiles(parts),
  }
}
