import { CoachError, type Document, type UploadedFile } from '@coachkit/contract'
import type { ChunkSizes, StorageTx } from '../../ports/index.js'
import type { KnowledgeParts } from './knowledge-parts.js'
import { removeFile, storeFile } from './store-file.js'

export interface Upload {
  creatorId: string
  file: UploadedFile
  replaces?: string
  /** The web address it was read from. */
  source?: string
  /** What it is cut into, where not as the server does. */
  sizes?: ChunkSizes | undefined
  /** Runs in the transaction that adds the document, before it; may say what it takes the place of. */
  within?: (tx: StorageTx, documentId: string) => Promise<{ replaces?: string }>
}

/** Accepts a file: keeps it, and leaves a job that will read it. The same bytes again are the same document. */
export async function uploadDocument(parts: KnowledgeParts, input: Upload): Promise<{ document: Document; duplicate: boolean }> {
  const { creatorId, source, sizes } = input
  const file = await storeFile(parts, input)
  try {
    const { document, duplicate, unused, removed } = await parts.storage.as({ creatorId }, async (tx) => {
      const { replaces = input.replaces } = (await input.within?.(tx, file.id)) ?? {}
      const version = replaces === undefined || replaces === file.id ? {} : { replaces }
      return tx.knowledge.add({ ...file, ...version, ...(source === undefined ? {} : { source }), sizes })
    })
    for (const blobKey of unused) await removeFile(parts, { creatorId, blobKey })
    parts.announceRemoved(creatorId, removed)
    if (document.status !== 'ready') {
      parts.announce(creatorId, document)
      parts.onJob()
    }
    return { document, duplicate }
  } catch (error) {
    // Whether a commit was made is not known when the database went away: then the upkeep decides.
    if (CoachError.isInstance(error)) await removeFile(parts, { creatorId, blobKey: file.blobKey })
    throw error
  }
}
