import type { AnswerDetails, Citation, Feedback, GivenFeedback, Message, MessageClient, OpinionsOfModel } from '@coachkit/contract'
import type { Principal } from './authenticator.js'
import type { LoggedEvent, MessageFilter } from './conversations.js'
import type { Page, Paged } from './page.js'

/** A question's vector that its client made in the place of an embedder. */
export interface QuestionVector {
  embedderId: string
  /** Of length one. */
  values: Float32Array
}
export interface SentMessage {
  question: Message
  /** None where no coach answers. */
  answer?: Message
  /** None for a duplicate. */
  events: LoggedEvent[]
  duplicate: boolean
}

export interface MessageRepository {
  find(id: string): Promise<Message | undefined>
  /** The vector that came with a question, if it is of this embedder. */
  vector(input: { messageId: string; embedderId: string }): Promise<QuestionVector | undefined>
  /** In reading order, without those that others took the place of unless `superseded`; the page ends before `cursor` (older pages follow). */
  history(input: { conversationId: string; superseded?: boolean } & MessageFilter & Page): Promise<Paged<Message>>
  /** Ends a pending answer once; `undefined` when it had already ended. */
  settle(input: {
    messageId: string
    status: 'completed' | 'failed' | 'interrupted' | 'stopped'
    text: string
    citations: Citation[]
    confidence?: number
    model?: string
    /** It was written before, for the same request. */
    cached?: boolean
    errorCode?: string
    details?: AnswerDetails
  }): Promise<{ message: Message; events: LoggedEvent[] } | undefined>
  /** Makes an ended, not completed answer pending again and enqueues its job; `undefined` when it is not in that state. */
  retry(input: { messageId: string }): Promise<{ message: Message; events: LoggedEvent[] } | undefined>
  /** Durable events after `offset`, oldest first, with the log's position. */
  eventsSince(input: { conversationId: string; offset: number; limit: number }): Promise<{ events: LoggedEvent[]; offset: number; epoch: string }>
}

/**
 * Other versions of the end of a conversation; the old ones stay. Both fail with CONFLICT_001 when the message is not the last of its
 * kind any more or a person has the conversation, and with CONVERSATION_001 while it is being answered.
 */
export interface BranchRepository {
  /** Another answer to the same question, pending, with its job. */
  regenerate(input: { conversationId: string; messageId: string }): Promise<{ message: Message; events: LoggedEvent[] }>
  /** Another wording of a question, with its pending answer and job. A repeat of the sender's `clientMessageId` returns the first result. */
  edit(input: {
    sender: Principal
    conversationId: string
    messageId: string
    clientMessageId: string
    text: string
    /** Told to nobody but the creator's people. */
    client?: MessageClient | undefined
  }): Promise<{
    question: Message
    events: LoggedEvent[]
    duplicate: boolean
  }>
}

/** What visitors think of answers. */
export interface FeedbackRepository {
  /** Takes the place of what was said of the same answer before. */
  put(input: { messageId: string } & Feedback): Promise<void>
  /** Whether there was any. */
  remove(messageId: string): Promise<boolean>
  /** Given from one moment until before another; that of the newest answer first. */
  list(input: { from: Date; until: Date; rating?: Feedback['rating'] | undefined } & Page): Promise<Paged<GivenFeedback>>
  count(input: { from: Date; until: Date }): Promise<OpinionsOfModel[]>
}

/** What older turns of a conversation were about. */
export interface SummaryRepository {
  find(conversationId: string): Promise<{ text: string; upToOffset: number } | undefined>
  /** Takes the place of one that reaches less far. */
  put(input: { conversationId: string; text: string; upToOffset: number; model: string }): Promise<void>
}

/** Questions of visitors that the material does not cover. */
export interface UnansweredQuestionRepository {
  add(input: { messageId: string }): Promise<void>
  newest(input: { limit: number }): Promise<{ messageId: string; text: string; askedAt: Date }[]>
  remove(input: { messageIds: string[] }): Promise<void>
}
