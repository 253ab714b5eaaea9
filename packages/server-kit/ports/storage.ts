import type { MessageClient, MessageContext } from '@coachkit/contract'
import type { AccountRepository, AuditRepository, ImpersonationRepository, MemberRepository, SignInRepository } from './accounts.js'
import type { AnswerCacheRepository } from './answer-cache.js'
import type { AttachmentRepository } from './attachments.js'
import type { Principal } from './authenticator.js'
import type { ArchiveRepository, ConversationRepository, HandoverRepository, MessageNotesRepository } from './conversations.js'
import type { CreatorRepository, PersonaRepository } from './creators.js'
import type { EmbeddingRepository } from './embeddings.js'
import type { IdempotentRequestRepository } from './idempotent-requests.js'
import type { JobRepository } from './jobs.js'
import type { ApiKeyRepository, SigningKeyRepository, TicketRepository } from './keys.js'
import type { KnowledgeRepository, UpkeepRepository } from './knowledge.js'
import type {
  BranchRepository,
  FeedbackRepository,
  MessageRepository,
  QuestionVector,
  SentMessage,
  SummaryRepository,
  UnansweredQuestionRepository,
} from './messages.js'
import type { ParticipantRepository } from './participants.js'
import type { PostingRepository } from './postings.js'
import type { RateLimitMeter, RateLimitRepository, RateLimitRule } from './rate-limiter.js'
import type { ModelCallRepository, UsageRepository } from './usage.js'
import type { VectorIndexes } from './vector-indexes.js'
import type { IdentityKeyRepository, SessionRepository } from './visitors.js'
import type { WebsiteRepository } from './websites.js'

/** Work for one tenant, or a named piece of system work with its own policies. Never a bypass. */
export type TenantScope = { creatorId: string } | { system: SystemScope }
/** `accounts`: people and their sign-ins. `upkeep`: what has expired. `sign-in`: find a credential's owner, take tickets. `jobs`: claim and settle jobs of any tenant. `setup`: create creators. `keys`: the keys that sign tokens, and what is sealed anew. `limits`: calls counted for all instances. */
export type SystemScope = 'accounts' | 'upkeep' | 'sign-in' | 'jobs' | 'setup' | 'keys' | 'limits'

/** Connections to a database: how many at most, how many are in use, and how much work waits for one. */
export interface PoolFigures {
  size: number
  used: number
  waiting: number
}

export interface Storage {
  readonly capabilities: { readonly embedded: boolean }
  readonly batched: BatchedWork
  /** Absent: this storage has none. */
  readonly vectorIndexes?: VectorIndexes
  /** One transaction with the tenant set and row-level security on. No network call belongs inside. */
  as<Result>(scope: TenantScope, work: (tx: StorageTx) => Promise<Result>): Promise<Result>
  /** Brings the schema up to date, under a lock; refuses a newer or half-migrated one. */
  migrate(): Promise<{ applied: number }>
  /** How its connections are taken now. Absent: it has no pool. */
  pool?(): PoolFigures
  /** Throws an AdapterError when the database cannot answer. */
  health(): Promise<void>
  close(): Promise<void>
}

/**
 * What happens so often that calls made at the same time share one statement and one commit. Each call settles after that commit and
 * fails alone; when the commit fails, each of its calls rejects with a retryable AdapterError.
 */
export interface BatchedWork {
  /**
   * Stores a question, its pending answer, their events and the job that will write the answer (the question and its event alone where
   * no coach answers: in a `direct` conversation, and while a person has it), if the sender may still write there:
   * throws CoachError AUTH_001, AUTH_005, CREATOR_003 or RESOURCE_001 otherwise. A repeat of the sender's `clientMessageId` gets the
   * first result; another text under it fails with `idempotency_conflict`. Without an id, the same words again within two seconds are
   * such a repeat. A conversation that holds all it may fails with CONVERSATION_002, one that is put away with RESOURCE_001.
   */
  sendMessage(input: MessageToSend): Promise<SentMessage>
  /** The same where no coach answers; `undefined` where one would: nothing is stored then. */
  sendToPeople(input: MessageToSend): Promise<SentMessage | undefined>
  /** As RateLimiter has it, on the rules' stored meters. */
  takeLimits(input: { rules: readonly RateLimitRule[]; cost: number; now?: number | undefined }): Promise<{ allowed: boolean; meters: RateLimitMeter[] }>
}

export interface MessageToSend {
  sender: Principal
  conversationId: string
  clientMessageId?: string | undefined
  text: string
  vector?: QuestionVector | undefined
  context?: MessageContext | undefined
  /** Told to nobody but the creator's people. */
  client?: MessageClient | undefined
}

/** One repository per noun; each method is atomic where its use case needs it. Rows of other tenants do not exist to it. */
export interface StorageTx {
  accounts: AccountRepository
  members: MemberRepository
  signIns: SignInRepository
  impersonations: ImpersonationRepository
  audit: AuditRepository
  upkeep: UpkeepRepository
  creators: CreatorRepository
  sessions: SessionRepository
  idempotentRequests: IdempotentRequestRepository
  identityKeys: IdentityKeyRepository
  apiKeys: ApiKeyRepository
  tickets: TicketRepository
  signingKeys: SigningKeyRepository
  conversations: ConversationRepository
  messages: MessageRepository
  participants: ParticipantRepository
  jobs: JobRepository
  knowledge: KnowledgeRepository
  embeddings: EmbeddingRepository
  postings: PostingRepository
  rateLimits: RateLimitRepository
  usage: UsageRepository
  unansweredQuestions: UnansweredQuestionRepository
  websites: WebsiteRepository
  modelCalls: ModelCallRepository
  branches: BranchRepository
  feedback: FeedbackRepository
  attachments: AttachmentRepository
  handovers: HandoverRepository
  archive: ArchiveRepository
  messageNotes: MessageNotesRepository
  personas: PersonaRepository
  summaries: SummaryRepository
  answerCache: AnswerCacheRepository
}
