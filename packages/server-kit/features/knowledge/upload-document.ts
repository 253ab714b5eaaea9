import { createHash } from 'node:crypto'
import type { Document, UploadedFile } from '@coachkit/contract'
import { validateFile } from '../../domain/document/validate-file.js'
import type { KnowledgeParts } from './knowledge-parts.js'

/** Accepts a file: checks it, keeps it, and leaves a job that will read it. The same bytes again are the same document. */
export async function uploadDocument(
  parts: KnowledgeParts,
  input: { creatorId: string; file: UploadedFile },
): Promise<{ document: Document; duplicate: boolean }> {
  const { creatorId, file } = input
  const { name, type } = validateFile({ ...file, maxBytes: parts.maxUploadBytes })
  const id = documentIdOf({ bytes: file.bytes, creatorId })
  // The file goes first: a row without its file could never be read, a file without its row is overwritten by the next try.
  const blobKey = `${creatorId}-${id}`
  await parts.blobStore.put(blobKey, file.bytes)
  const added = await parts.storage.as({ creatorId }, (tx) => tx.knowledge.add({ id, name, type, size: file.bytes.length, blobKey }))
  if (added.document.status !== 'ready') {
    parts.announce(creatorId, added.document)
    parts.onJob()
  }
  return added
}

/** `doc_` and the first 24 hex digits of SHA-256 over the bytes and then the creator's id. */
export function documentIdOf(input: { bytes: Uint8Array; creatorId: string }): string {
  return `doc_${createHash('sha256').update(input.bytes).update(input.creatorId, 'utf8').digest('hex').slice(0, 24)}`
}
