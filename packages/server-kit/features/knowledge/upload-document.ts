import { CoachError, type Document, type UploadedFile } from '@coachkit/contract'
import type { KnowledgeParts } from './knowledge-parts.js'
import { removeFile, storeFile } from './store-file.js'

/** Accepts a file: keeps it, and leaves a job that will read it. The same bytes again are the same document. */
export async function uploadDocument(
  parts: KnowledgeParts,
  input: { creatorId: string; file: UploadedFile; replaces?: string },
): Promise<{ document: Document; duplicate: boolean }> {
  const { creatorId, replaces } = input
  const file = await storeFile(parts, input)
  const version = replaces === undefined || replaces === file.id ? {} : { replaces }
  try {
    const { document, duplicate, unused, removed } = await parts.storage.as({ creatorId }, (tx) => tx.knowledge.add({ ...file, ...version }))
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
