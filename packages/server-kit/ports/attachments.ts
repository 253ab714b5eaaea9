import type { Attachment, Message, MessageClient } from '@coachkit/contract'
import type { Principal } from './authenticator.js'
import type { LoggedEvent } from './conversations.js'

export interface AttachmentRecord extends Attachment {
  conversationId: string
  /** A participant's id. */
  uploadedBy: string
  blobKey: string
  /** It went with a message. */
  sent: boolean
  /** That message was put away. */
  putAway: boolean
  /** Malware was found in it: nobody gets it. */
  quarantined: boolean
}

/** Files that people send each other. */
export interface AttachmentRepository {
  /** Keeps what is known of a file whose bytes are listed as nobody's, until it is sent. */
  add(input: Omit<AttachmentRecord, 'sent' | 'putAway'>): Promise<void>
  find(id: string): Promise<AttachmentRecord | undefined>
  /** The files of all that was sent. */
  blobKeys(): Promise<string[]>
  /**
   * Stores a message with its files, which are nobody else's from then on: those of the sender that are there, not sent and clean, or
   * RESOURCE_001. Of a `member` (with `author`) while a person has the conversation, of the other side where no coach answers: CONFLICT_001
   * otherwise. A repeat of the sender's `clientMessageId` returns the first result; anything else under it fails with `idempotency_conflict`.
   */
  send(input: {
    sender: Principal
    role: 'user' | 'member'
    author?: string
    conversationId: string
    clientMessageId: string
    text: string
    attachmentIds: readonly string[]
    /** Told to nobody but the creator's people. */
    client?: MessageClient | undefined
  }): Promise<{ message: Message; events: LoggedEvent[]; duplicate: boolean }>
}
