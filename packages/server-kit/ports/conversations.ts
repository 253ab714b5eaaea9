import type { Conversation, ConversationKind, ConversationState, DurableConversationEvent, HandoverReason, Message } from '@coachkit/contract'
import type { Principal } from './authenticator.js'
import type { Page, Paged } from './page.js'

export interface ConversationRecord extends Conversation {
  sessionId: string
}
export interface ConversationRepository {
  /** A `direct` one waits for a person from the start. */
  create(input: { sessionId: string; kind?: ConversationKind }): Promise<ConversationRecord>
  find(id: string): Promise<ConversationRecord | undefined>
  listBySession(input: { sessionId: string; state?: ConversationState | undefined } & Page): Promise<Paged<ConversationRecord>>
  /** Of all sessions, those in which anything was said. */
  list(input: { state?: ConversationState | undefined } & Page): Promise<Paged<ConversationRecord>>
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
