import type { Attachment, Conversation, ConversationEvent, Feedback, Message, QuestionVector } from '@coachkit/contract'
import type { UploadDetails } from '../http/fetch-with-progress.js'
import type { ConnectionState } from '../realtime/create-realtime.js'
import type { PeopleSnapshot } from './nobody.js'
import type { ThreadMessage } from './reducer.js'

export interface ConversationSnapshot extends PeopleSnapshot {
  /** Absent until the first message opens one. */
  conversationId?: string
  /** As last heard of: its `state` says whether the coach has it, a person was `requested`, or a person has it. */
  conversation?: Conversation
  connection: ConnectionState
  /** The newest messages are on their way. */
  loading: boolean
  messages: readonly ThreadMessage[]
  /** Whether `loadOlder` would find more. */
  hasOlder: boolean
  answering: boolean
  /** The conversation that was followed is gone, as when its session ended: what is written now begins another. Until `startNew`. */
  renewed?: true
  /** Why it does not go on by itself, or has not yet. */
  error?: {
    code: string
    message: string
    retryable: boolean
    /** When the server wants to be asked again, in milliseconds since 1970. */
    retryAt?: number
  }
}
/** Of what is waited for: when `signal` is aborted, the wait ends with its reason, and a request that is under way with it. Nothing is shown as an error. */
export interface WaitOptions {
  signal?: AbortSignal | undefined
}
/** A conversation as a store, with what a visitor's page does in it. */
export interface VisitorConversation {
  subscribe(listener: () => void): () => void
  getSnapshot(): ConversationSnapshot
  /** Loads the newest messages and follows what comes; tries again by itself while the server is away. What is opened stays open until `close()`. */
  open(): Promise<void>
  /** Adds the page of messages before the first one shown. */
  loadOlder(options?: WaitOptions): Promise<void>
  /** Keeps the message until the server has it. `vector`: the question's, instead of one by the client's `embedder`. */
  send(input: { text: string; vector?: QuestionVector }): unknown
  stop(options?: WaitOptions): Promise<void>
  /** Sends a refused message again, or has an answer written again. */
  retry(messageId: string, options?: WaitOptions): Promise<void>
  startNew(): void
  close(): void
}
/** One of several ways in which a message was put. */
export interface MessageVersion {
  message: Message
  /** To a question that was asked in other words later. */
  answer?: Message
}
/** One that tells of each question by itself, with all that may be done in it. */
export interface ConversationHandle extends VisitorConversation {
  /** An aborted `signal` ends this wait alone: others may wait for the same. */
  open(options?: WaitOptions): Promise<void>
  /**
   * Keeps the message until the server has it. What is iterated: the events of the message and its answer, to the end of the answer.
   * An aborted `signal` ends the iteration alone: `stop()` ends the answer.
   */
  send(input: { text: string; vector?: QuestionVector }, options?: WaitOptions): AsyncIterable<ConversationEvent>
  /** Has another answer written in place of the last one. */
  regenerate(messageId: string, options?: WaitOptions): Promise<void>
  /** Asks the last question in other words: it and its answer are replaced. */
  edit(messageId: string, input: { text: string }, options?: WaitOptions): Promise<void>
  /** How a question or an answer was put, the earliest first and as it is now last; a question with the answer it then had. */
  versions(messageId: string, options?: WaitOptions): Promise<MessageVersion[]>
  /** Says whether an answer helped, and why; `undefined` takes it back. */
  rate(messageId: string, feedback: Feedback | undefined, options?: WaitOptions): Promise<void>
  /** Keeps a file on the server for a message to people: up to 10 MB, to be sent within the hour. Begins the conversation where there is none. */
  attach(file: Blob, details?: UploadDetails): Promise<Attachment>
  /** Sends files that were attached, with words if any. Unlike `send` it is forgotten when the page goes before the server has it. */
  sendFiles(input: { text?: string; attachments: readonly Attachment[] }, options?: WaitOptions): Promise<void>
  /** A file that came with a message. */
  download(attachmentId: string, options?: WaitOptions): Promise<Blob>
  /** Says that everything shown was read, up to an answer being written. Tried again at the next call when it could not be said. */
  markRead(options?: WaitOptions): Promise<void>
  /** Says that it has come to this page, where nobody looks at it now. */
  markDelivered(options?: WaitOptions): Promise<void>
  /** Says that its user writes: at every change of what is written, and `false` when it is sent or given up. */
  setTyping(isTyping: boolean): void
  /** Asks for a person, where the creator offers that; the coach goes on until one accepts. */
  requestPerson(options?: WaitOptions): Promise<void>
}
