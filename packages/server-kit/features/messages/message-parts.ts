import type { CrisisRule } from '../../domain/handover/crisis.js'
import type { MessageLength } from '../../domain/limits/message-length.js'
import type { MonthlyQuotas } from '../../domain/limits/monthly-quota.js'
import type { RefuseScripts } from '../../domain/message/looks-like-script.js'
import type { Prices } from '../../domain/pricing/prices.js'
import type { Bus, Clock, Embedder, LanguageModel, LoggedEvent, Logger, Storage } from '../../ports/index.js'
import type { Retriever } from '../knowledge/index.js'
import type { Toolbox } from '../tools/index.js'
import type { AnswerStreams } from './answer-streams.js'
import type { HeldByPeople } from './held-by-people.js'

export interface MessageDeps {
  storage: Storage
  bus: Bus
  logger: Logger
  retriever: Retriever
  /** Asked for nothing: says whether questions come with vectors. */
  embedder?: Embedder
  languageModel: LanguageModel
  toolbox: Toolbox
  clock: Clock
  monthlyQuotas: MonthlyQuotas
  messageLength: MessageLength
  heldByPeople: HeldByPeople
  refuseScripts: RefuseScripts
  prices: Prices
  crisis: CrisisRule
  /** How long what a model wrote answers the same request, and how many answers of a creator are kept. Absent: none is. */
  answerCache?: { seconds: number; mostPerCreator: number } | undefined
  /** Tells, now and at each change, whether anybody reads a conversation. Returns how to end it. */
  watchReaders(input: { conversationId: string; onChange(isRead: boolean): void }): () => void
  /** Told after a commit that left a job behind. */
  onJob(): void
}

/** What the use cases of this feature share. */
export interface MessageParts extends MessageDeps {
  streams: AnswerStreams
  /** The answers this instance is writing, to stop them. */
  running: Map<string, AbortController>
  publish(conversationId: string, events: LoggedEvent[]): void
}
