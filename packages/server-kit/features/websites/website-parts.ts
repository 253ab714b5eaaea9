import type { Document } from '@coachkit/contract'
import type { Bus, Clock, Egress, Logger, RemovedDocument, Storage, StorageTx } from '../../ports/index.js'

/** What this feature needs of documents. */
export interface Documents {
  /** Keeps a file as a document and queues its reading. `within` runs in the same transaction, before: it says what the document takes the place of. */
  upload(input: {
    creatorId: string
    file: { name: string; content: AsyncIterable<Uint8Array> }
    source: string
    within: (tx: StorageTx, documentId: string) => Promise<{ replaces?: string }>
  }): Promise<{ document: Document }>
  /** After a commit that removed documents: their files, jobs, and what people see. */
  afterRemoval(creatorId: string, removed: readonly RemovedDocument[]): Promise<void>
}
export interface WebsiteDeps {
  storage: Storage
  documents: Documents
  egress: Egress
  clock: Clock
  bus: Bus
  logger: Logger
  /** Told after a commit that left a job behind. */
  onJob(): void
  /** Between two requests to one host. Default 1 s; robots.txt may ask for more. */
  delayMs?: number
}
