import { randomUUID } from 'node:crypto'
import { type Attachment, CoachError, maxAttachmentBytes, type UploadedFile } from '@coachkit/contract'
import { attachmentType } from '../../domain/attachment/attachment-type.js'
import { beginningOf } from '../../domain/bytes/byte-stream.js'
import type { BlobStore, Logger, Scanner, Storage } from '../../ports/index.js'
import { scanFile } from '../knowledge/index.js'

export interface AttachmentParts {
  storage: Storage
  blobStore: BlobStore
  logger: Logger
  /** Absent: files are not scanned. */
  scanner: Scanner | undefined
}
interface Kept {
  creatorId: string
  conversationId: string
  uploadedBy: string
  file: UploadedFile
  signal: AbortSignal
}
const headLength = 1024

/** Checks a file by its bytes, keeps it as it comes in, and has it looked at before anybody may send it. What fails on the way leaves nothing. */
export async function keepFile(parts: AttachmentParts, { creatorId, file, signal, ...place }: Kept): Promise<Attachment> {
  const { storage, blobStore, scanner } = parts
  const { head, whole } = await beginningOf(file.content, headLength)
  const kind = attachmentType({ name: file.name, head })
  const id = randomUUID()
  const blobKey = `${creatorId}-attachment-${id}`
  let size = 0
  async function* metered() {
    for await (const piece of whole) {
      size += piece.length
      if (size > maxAttachmentBytes) throw new CoachError('ATTACHMENT_002', { details: { name: kind.name, maxBytes: maxAttachmentBytes } })
      yield piece
    }
  }
  await storage.as({ creatorId }, (tx) => tx.knowledge.expectFile(blobKey))
  try {
    await blobStore.put(blobKey, metered())
    const finding = scanner && (await scanFile({ ...parts, scanner }, { blobKey, signal }))
    const quarantined = finding?.code === 'DOCUMENT_013'
    if (finding && !quarantined) throw new CoachError('ATTACHMENT_004')
    await storage.as({ creatorId }, (tx) => tx.attachments.add({ ...place, ...kind, id, size, blobKey, quarantined }))
    if (quarantined) throw new CoachError('ATTACHMENT_003', { details: { name: kind.name } })
    return { id, ...kind, size }
  } catch (error) {
    await removeFile(parts, { creatorId, blobKey })
    throw error
  }
}

/** One that cannot be removed now is found by the upkeep. */
async function removeFile({ storage, blobStore, logger }: AttachmentParts, { creatorId, blobKey }: { creatorId: string; blobKey: string }): Promise<void> {
  try {
    await blobStore.remove(blobKey)
    await storage.as({ creatorId }, (tx) => tx.knowledge.forgetFile(blobKey))
  } catch {
    logger.warn('attachments.file_left_behind', { creatorId })
  }
}
