import type {
  AnswerDetails,
  AnsweredForm,
  Conversation,
  ConversationKind,
  ConversationState,
  DurableConversationEvent,
  FoundMessage,
  HandoverReason,
  Message,
  MessageClient,
  MessageMetadata,
} from '@coachkit/contract'
import type { Principal } from './authenticator.js'
import type { Page, Paged } from './page.js'

/** What is put away: that alone, or beside the rest. Left out unless said. */
export type Archived = 'only' | 'include'
export interface MessageFilter {
  role?: Message['role'] | undefined
  /** ISO-8601; up to but without `until`. */
  from?: string | undefined
  until?: string | undefined
  archived?: Archived | undefined
}

export interface ConversationRecord extends Conversation {
  sessionId: string
}
export interface ConversationFilter {
  state?: ConversationState | undefined
  channel?: string | undefined
  archived?: Archived | undefined
}
export interface ConversationRepository {
  /** A `direct` one waits for a person from the start. The session's of the same `chatId` comes back when there is one. */
  create(input: { sessionId: string; chatId?: string; kind?: ConversationKind; channel?: string; form?: AnsweredForm | undefined }): Promise<ConversationRecord>
  find(id: string): Promise<ConversationRecord | undefined>
  findByChat(input: { sessionId: string; chatId: string }): Promise<ConversationRecord | undefined>
  listBySession(input: { sessionId: string } & ConversationFilter & Page): Promise<Paged<ConversationRecord>>
  /** Of all sessions, those in which anything was said. */
  list(input: ConversationFilter & Page): Promise<Paged<ConversationRecord>>
}

/** A durable event with its place in the conversation's log. */
export interface LoggedEvent {
  offset: number
  event: DurableConversationEvent
}

/** A conversation as it is now; no events when nothing changed. */
export interface HandoverStep {
  conversation: ConversationRecord
  events: LoggedEvent[]
}

/** Conversations that go from the coach to a person and back. Each step is one transaction with its event; a conversation that is not there is RESOURCE_001. */
export interface HandoverRepository {
  /** Asks for a person; changes nothing when that was done, but a `crisis` stays no other reason. */
  request(input: { conversationId: string; reason: HandoverReason }): Promise<HandoverStep>
  /** Gives it to a person, called `person`. Fails with CONFLICT_001 while another has it. */
  accept(input: { conversationId: string; member: Principal; person: string }): Promise<HandoverStep>
  /** Gives it back, to the coach or, where there is none, to whoever accepts next. */
  release(input: { conversationId: string }): Promise<HandoverStep>
  /**
   * Stores what a person writes in the coach's place, while a person has the conversation: CONFLICT_001 otherwise. A repeat of the
   * member's `clientMessageId` returns the first result; another text under it fails with `idempotency_conflict`.
   */
  reply(input: { conversationId: string; member: Principal; author: string; clientMessageId: string; text: string }): Promise<{
    message: Message
    events: LoggedEvent[]
    duplicate: boolean
  }>
}

/** What is put away and brought back, and what goes for good once it is old enough. Each step is one transaction with its event; what is not there is RESOURCE_001. */
export interface ArchiveRepository {
  conversation(input: { conversationId: string; archived: boolean }): Promise<HandoverStep>
  /** Of the coach's memory of the conversation goes what holds the message. An answer being written fails with CONVERSATION_001. */
  message(input: { conversationId: string; messageId: string; archived: boolean }): Promise<{ message: Message; events: LoggedEvent[] }>
  /** Of the transaction's tenant, at most `limit` conversations: those without a message since `before`, or put away before `archivedBefore`; and what messages put away before then say. */
  removeOld(input: { before: Date; archivedBefore: Date; limit: number }): Promise<{ conversations: number; messages: number }>
}

/** What is said of messages, and by what they are found. */
export interface MessageNotesRepository {
  /** `undefined` when there is no such message. */
  find(messageId: string): Promise<{ metadata: MessageMetadata | undefined; details: AnswerDetails | undefined; client: MessageClient | undefined } | undefined>
  /** Changes what is given; `null` takes it away. */
  setMetadata(input: { messageId: string; change: { [Name in keyof MessageMetadata]: MessageMetadata[Name] | null } }): Promise<void>
  /** How an answer came about that was stopped meanwhile, or is being; nothing where that is known, or it was written anew. */
  setDetails(input: { messageId: string; details: AnswerDetails }): Promise<void>
  /** Of the transaction's tenant, at most `limit` messages, the oldest first: with what they were sent, where that was before. Tells how many there were. */
  forgetClients(input: { before: Date; limit: number }): Promise<number>
  /** The newest first; each word must be in the text or the topics, whatever its case and accents. */
  search(input: { words: string[] } & MessageFilter & Page): Promise<Paged<FoundMessage>>
}
