import { createHash, randomUUID } from 'node:crypto'
import { CoachError, type DocumentType, type UploadedFile } from '@coachkit/contract'
import { beginningOf } from '../../domain/bytes/byte-stream.js'
import { sizeLimit } from '../../domain/bytes/size-limit.js'
import { headLength, validateFile } from '../../domain/document/validate-file.js'
import type { KnowledgeParts } from './knowledge-parts.js'

/** A file that is kept; nobody's until a document takes it. */
export interface KeptFile {
  /** Of its document. */
  id: string
  name: string
  type: DocumentType
  size: number
  blobKey: string
}

/** Checks a file by its name and first bytes and keeps it as it comes in, counting and hashing. What fails on the way leaves nothing. */
export async function storeFile(parts: KnowledgeParts, input: { creatorId: string; file: UploadedFile; source?: string }): Promise<KeptFile> {
  const { creatorId, file, source } = input
  const { head, whole } = await beginningOf(file.content, headLength)
  // What a website shows is no upload.
  const { name, type } = validateFile({ name: file.name, head, formats: source === undefined ? parts.formats : undefined })
  const blobKey = `${creatorId}-${randomUUID()}`
  const hash = createHash('sha256')
  let size = 0
  async function* metered() {
    for await (const piece of whole) {
      size += piece.length
      if (size > parts.maxUploadBytes) throw new CoachError('DOCUMENT_002', { details: { name, ...sizeLimit(parts.maxUploadBytes) } })
      hash.update(piece)
      yield piece
    }
  }
  await parts.storage.as({ creatorId }, (tx) => tx.knowledge.expectFile(blobKey))
  try {
    await parts.blobStore.put(blobKey, metered())
  } catch (error) {
    await removeFile(parts, { creatorId, blobKey })
    throw error
  }
  // `doc_` and the first 24 hex digits of SHA-256 over the bytes and then the creator's id.
  return { id: `doc_${hash.update(creatorId, 'utf8').digest('hex').slice(0, 24)}`, name, type, size, blobKey }
}

/** Removes a file that is nobody's; one that cannot be removed now is found by the upkeep. */
export async function removeFile({ blobStore, storage, logger }: KnowledgeParts, file: { creatorId: string; blobKey: string }): Promise<void> {
  try {
    await blobStore.remove(file.blobKey)
    await storage.as({ creatorId: file.creatorId }, (tx) => tx.knowledge.forgetFile(file.blobKey))
  } catch {
    logger.warn('document.file_left_behind', { creatorId: file.creatorId })
  }
}
