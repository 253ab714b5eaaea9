import type {
  AnswerDetails,
  AnsweringSettings,
  ApiKey,
  Citation,
  Creator,
  CreatorWidget,
  Document,
  DocumentPreview,
  DocumentStage,
  DocumentStatistics,
  DocumentStatus,
  DocumentType,
  Feedback,
  GivenFeedback,
  HandoverSettings,
  IdentitySettings,
  KeyScope,
  Language,
  Message,
  MessageContext,
  Persona,
  Tier,
  WidgetConfig,
} from '@coachkit/contract'
import type { AccountRepository, AuditRepository, ImpersonationRepository, MemberRepository, SignInRepository } from './accounts.js'
import type { AnswerCacheRepository } from './answer-cache.js'
import type { AttachmentRepository } from './attachments.js'
import type { Principal } from './authenticator.js'
import type { Chunk, StoredChunk } from './chunk.js'
import type { ArchiveRepository, ConversationRepository, HandoverRepository, LoggedEvent, MessageFilter, MessageNotesRepository } from './conversations.js'
import type { EmbeddingRepository, NewEmbeddings } from './embeddings.js'
import type { Page, Paged } from './page.js'
import type { ParticipantRepository } from './participants.js'
import type { PostingRepository } from './postings.js'
import type { RateLimitMeter, RateLimitRule } from './rate-limiter.js'
import type { IdentityKeyRepository, SessionRepository } from './visitors.js'
import type { WebsiteRepository } from './websites.js'

/** Work for one tenant, or a named piece of system work with its own policies. Never a bypass. */
export type TenantScope = { creatorId: string } | { system: SystemScope }
/** `accounts`: people and their sign-ins. `upkeep`: what has expired. `sign-in`: find a credential's owner, take tickets. `jobs`: claim and settle jobs of any tenant. `setup`: create creators. `keys`: the keys that sign tokens, and what is sealed anew. `limits`: calls counted for all instances. */
export type SystemScope = 'accounts' | 'upkeep' | 'sign-in' | 'jobs' | 'setup' | 'keys' | 'limits'

export interface Storage {
  readonly capabilities: { readonly embedded: boolean }
  readonly batched: BatchedWork
  /** One transaction with the tenant set and row-level security on. No network call belongs inside. */
  as<Result>(scope: TenantScope, work: (tx: StorageTx) => Promise<Result>): Promise<Result>
  /** Brings the schema up to date, under a lock; refuses a newer or half-migrated one. */
  migrate(): Promise<{ applied: number }>
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
  sendMessage(input: {
    sender: Principal
    conversationId: string
    clientMessageId?: string | undefined
    text: string
    vector?: QuestionVector | undefined
    context?: MessageContext | undefined
  }): Promise<SentMessage>
  /** As RateLimiter has it, on the rules' stored meters. */
  takeLimits(input: { rules: readonly RateLimitRule[]; cost: number; now?: number | undefined }): Promise<{ allowed: boolean; meters: RateLimitMeter[] }>
}
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

/** As they are kept: what a creator has not set follows the defaults. */
export type WidgetSettings = Pick<WidgetConfig, 'greeting' | 'placeholder' | 'suggestions' | 'primaryColor' | 'position'> &
  Partial<Omit<WidgetConfig, 'creator' | 'name' | 'language' | 'logo' | 'hours' | 'launcher' | 'font' | 'form' | 'nudges' | 'responseDelayMs'>> & {
    hours?: string
    launcher?: CreatorWidget['launcher']
    font?: CreatorWidget['theme']['font']
    responseDelayMs?: number
    /** Not set: as many as the host allows. */
    rateLimitPerMinute?: number
    form?: CreatorWidget['form']
    nudges?: CreatorWidget['nudges']
    /** ISO-8601, of the last change. */
    updatedAt?: string
  }
export interface CreatorRecord extends Creator {
  widget: WidgetSettings
  /** Websites that may use the coach, as the creator wrote them; `parseAllowedDomain` reads each. */
  allowedDomains: string[]
  tier: Tier
  /** Since when it is suspended: nobody reaches its coach then. */
  suspendedAt: Date | null
  createdAt: Date
  /** Whether visitors must be vouched for, and whether a user hash may do it. */
  identity: IdentitySettings
  /** What it has said of when its coach answers. */
  answering: Partial<AnsweringSettings>
  /** What it has said of who answers. */
  handover: Partial<HandoverSettings>
  /** Of the image that is the logo; another one for each. */
  logoId: string | null
}
/** What a creator says of itself. */
export interface CreatorDetails {
  name: string
  companyName: string | null
  language: Language
  settings: Record<string, unknown>
}
export interface ProfileRecord extends CreatorRecord, CreatorDetails {
  /** `null`: as it was created. */
  updatedAt: Date | null
}
export interface CreatorRepository {
  find(id: string): Promise<CreatorRecord | undefined>
  findBySlug(slug: string): Promise<CreatorRecord | undefined>
  /** Scope `setup`. The oldest first. */
  list(input: { limit: number }): Promise<CreatorRecord[]>
  /** Returns the existing creator when the slug is taken. */
  create(input: {
    slug: string
    name: string
    language: Language
    widget: WidgetSettings
    allowedDomains?: string[]
    tier?: Tier
    companyName?: string
  }): Promise<CreatorRecord>
  /** Scope of the creator. */
  profile(id: string): Promise<ProfileRecord | undefined>
  /** Scope of the creator. Changes what is given. */
  setProfile(input: { id: string; details: Partial<CreatorDetails>; at: Date }): Promise<ProfileRecord | undefined>
  /** Scope of the creator. Replaces the widget's settings. */
  setWidget(input: { id: string; widget: WidgetSettings }): Promise<void>
  /** Scope of the creator. Says which logo it had, to one of several that change it at once. */
  setLogo(input: { id: string; logoId: string | null; at: Date }): Promise<{ profile: ProfileRecord; previousLogoId: string | null } | undefined>
  /** Scope of the creator. Replaces its list; false when there is no such creator. */
  setAllowedDomains(input: { id: string; allowedDomains: string[] }): Promise<boolean>
  /** Scope `sign-in`. The lists of all creators that have one. */
  allowedDomains(): Promise<Pick<CreatorRecord, 'id' | 'slug' | 'allowedDomains'>[]>
  /** Scope `setup` or `accounts`. Returns the creator as it is now, if there is one. */
  setStanding(input: { id: string; tier?: Tier | undefined; active?: boolean | undefined }): Promise<CreatorRecord | undefined>
  /** Scope `accounts`. All of them, the oldest first. */
  page(page: Page): Promise<Paged<CreatorRecord>>
  /** Scope of the creator. Changes what is given; returns all that it has said. */
  setAnswering(input: { id: string; answering: Partial<AnsweringSettings> }): Promise<Partial<AnsweringSettings> | undefined>
  /** Scope of the creator. Changes what is given; returns all that it has said. */
  setHandover(input: { id: string; handover: Partial<HandoverSettings> }): Promise<Partial<HandoverSettings> | undefined>
  /** Scope of the creator. */
  setIdentity(input: { id: string } & IdentitySettings): Promise<void>
}

export interface ApiKeyRepository {
  create(input: { keyHash: string; name: string; scopes: KeyScope[] }): Promise<ApiKey>
  /** The newest first. */
  list(): Promise<ApiKey[]>
  /** Whether there was one. */
  remove(id: string): Promise<boolean>
  /** Whether it is there, and its creator not suspended. */
  isAlive(id: string): Promise<boolean>
  /** Scope `sign-in`. Notes, to the minute, that it was used. `active`: its creator is not suspended. */
  findByHash(keyHash: string): Promise<{ id: string; creatorId: string; scopes: KeyScope[]; active: boolean } | undefined>
}

export interface TicketRepository {
  /** Returns until when it is good: by the database's clock, as instances may go by clocks that differ. */
  put(input: { ticketHash: string; principal: unknown; lifetimeMs: number }): Promise<Date>
  /** Scope `sign-in`. Deletes and returns it, once; `undefined` when unknown, used or expired. */
  take(ticketHash: string): Promise<{ principal: unknown /** When the visitor's token ends that it was given for. */; endsAt?: Date } | undefined>
}

/** One key that signs tokens; its public part is inside the sealed one. */
export interface SigningKeyRecord {
  /** The `kid` of what it signs. */
  id: string
  /** 1, 2, 3 …; one key each. */
  generation: number
  algorithm: 'RS256' | 'ES256'
  sealedPrivateKey: string
  signsFrom: Date
  signsUntil: Date
  verifiesUntil: Date
}
/** Scope `keys` only. */
export interface SigningKeyRepository {
  /** The newest first. */
  list(): Promise<SigningKeyRecord[]>
  /** False when its generation exists already. */
  add(key: SigningKeyRecord): Promise<boolean>
  reseal(input: { id: string; sealedPrivateKey: string }): Promise<void>
  /** Removes those that verify nothing any more. */
  removeRetired(now: Date): Promise<void>
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

export type JobKind = 'answer' | 'ingest' | 'vectors' | 'website' | 'index'
export interface Job {
  id: string
  kind: JobKind
  creatorId: string
  /** `answer`: the answer's message id. `ingest`: the document's id. `vectors`: the embedder's id. `website`: the website's id. `index`: the creator's id. */
  subjectId: string
  /** 1 on the first run. */
  attempt: number
  /** Headers of the call that left it behind: `x-request-id`, and its trace. */
  carrier: Readonly<Record<string, string>>
}
export interface JobRepository {
  /**
   * Scope `jobs`. Takes due jobs, and jobs whose lease ran out, for `leaseMs`: of any kind unless told. Creators take turns, whoever has
   * least running first; with `perCreator`, none has more running than that.
   */
  claim(input: { owner: string; leaseMs: number; limit: number; kind?: JobKind; perCreator?: number }): Promise<Job[]>
  /** Takes away a job of the transaction's tenant: who runs it learns so at its next heartbeat. */
  cancel(input: { kind: JobKind; subjectId: string }): Promise<void>
  /** Scope `jobs`. Returns the ids still owned. */
  heartbeat(input: { owner: string; jobIds: string[]; leaseMs: number }): Promise<string[]>
  /** Scope `jobs`. Done: the job goes. */
  complete(input: { jobId: string; owner: string }): Promise<void>
  /** Scope `jobs`. Run again after `delayMs`, or never (`dead`); a run that was `handedBack` before its end does not count. */
  release(input: { jobId: string; owner: string; delayMs: number; dead: boolean; handedBack?: boolean }): Promise<void>
  /** Scope `jobs`. How many wait or run. */
  depth(): Promise<{ waiting: number; running: number; dead: number }>
}

/** A file whose document is gone, or took another. */
export interface UnclaimedFile {
  creatorId: string
  blobKey: string
}
/** What was read of a document, beside its chunks. */
export interface DocumentReading {
  preview: string
  outline: DocumentPreview['outline']
  characterCount: number
}
export interface KnowledgeInventory {
  documents: { id: string; blobKey: string; status: DocumentStatus; chunkCount: number; storedChunks: number; jobs: number }[]
  /** Rows whose document, or chunk, is not there. */
  stray: { chunks: number; vectors: number; jobs: number }
  /** Files that are known to be nobody's. */
  unclaimed: string[]
}
export interface KnowledgeRepository {
  /** Lists a file as nobody's, before it is written. */
  expectFile(blobKey: string): Promise<void>
  /** It was removed. */
  forgetFile(blobKey: string): Promise<void>
  /**
   * Stores a document as pending and enqueues its ingestion; an existing one comes back with `duplicate` (a failed one is queued again).
   * `unused`: files that are nobody's now. `removed`: documents that the existing one replaced at once, being ready.
   * With `replaces`, fails with RESOURCE_001 when that is gone and with DOCUMENT_012 when another version of it is being read.
   */
  add(input: { id: string; name: string; type: DocumentType; size: number; blobKey: string; replaces?: string; source?: string }): Promise<{
    document: Document
    duplicate: boolean
    unused: string[]
    removed: string[]
  }>
  find(documentId: string): Promise<(Document & { blobKey: string }) | undefined>
  list(page: Page & { status?: DocumentStatus | undefined; type?: DocumentType | undefined; search?: string | undefined }): Promise<Paged<Document>>
  /** Makes a document that is in one of these states pending again and enqueues its ingestion; its chunks stay. `undefined` in any other state. */
  requeue(input: { documentId: string; from: DocumentStatus[] }): Promise<Document | undefined>
  /** Ends a waiting or running ingestion as failed and drops its job; `undefined` when there is none. */
  cancel(input: { documentId: string; code: string; message: string }): Promise<Document | undefined>
  preview(documentId: string): Promise<DocumentPreview | undefined>
  statistics(documentId: string): Promise<DocumentStatistics | undefined>
  setProgress(input: { documentId: string; stage: DocumentStage; progress: number }): Promise<Document | undefined>
  /**
   * Replaces the document's chunks and vectors (fails with `mixed_dimensions` when those stored have others), makes it ready and removes what it replaces, all or nothing; raises the knowledge version.
   * `undefined` when the document is gone or was cancelled.
   */
  finish(input: {
    documentId: string
    chunks: Chunk[]
    language: string
    pageCount?: number | undefined
    /** In place of its name. */
    name?: string
    reading?: DocumentReading
    embeddings?: NewEmbeddings | undefined
  }): Promise<{ document: Document; replaced: { id: string; blobKey: string }[] } | undefined>
  /** Quarantine takes the chunks of an earlier reading as well. */
  fail(input: { documentId: string; code: string; message: string; quarantined?: boolean }): Promise<Document | undefined>
  /** Removes row, chunks and vectors; returns the file to remove, which is nobody's now. Raises the knowledge version. */
  remove(documentId: string): Promise<{ blobKey: string } | undefined>
  /** What belongs together, counted as it is stored. */
  inventory(): Promise<KnowledgeInventory>
  chunk(chunkId: string): Promise<StoredChunk | undefined>
  /** Every chunk there is, ordered by document and index. */
  chunks(): Promise<StoredChunk[]>
  vectors(embedderId: string): Promise<{ chunkId: string; vector: Float32Array }[]>
  /** Of these chunks only. */
  vectorsOf(input: { embedderId: string; chunkIds: readonly string[] }): Promise<{ chunkId: string; vector: Float32Array }[]>
  /** Chunks of all documents, as their rows say. */
  chunkCount(): Promise<number>
  /** Rises with every change of what can be found. */
  version(): Promise<number>
}

/** Scope `upkeep` only. */
export interface UpkeepRepository {
  /** Removes tickets, tokens, codes, invitations, identity keys, impersonations, sign-ins, cached answers and attachments nobody sent that have expired; returns how many. */
  removeExpired(): Promise<number>
  /** Removes visitors' tokens that ended 10 minutes ago or more; returns whose they were. */
  removeSessionTokens(): Promise<{ creatorIds: string[] }>
  /** Files that have been nobody's for that long. */
  unclaimedFiles(input: { olderThanMs: number; limit: number }): Promise<UnclaimedFile[]>
  /** They were removed. */
  forgetFiles(files: UnclaimedFile[]): Promise<void>
}

export interface RateLimitRepository {
  /**
   * Scope `limits`. Checks all rules and charges `cost` to each if it is allowed, in one statement; at most one rule a key.
   * Returns their meters as of now and before the charge. `now` (milliseconds since 1970) is the database's unless told.
   */
  take(input: { rules: readonly RateLimitRule[]; cost: number; now?: number | undefined }): Promise<{ allowed: boolean; meters: RateLimitMeter[] }>
  /** Scope `limits`. Forgets the meters of these keys. */
  forget(input: { keys: string[] }): Promise<void>
  /** Scope `limits`. Forgets meters that are full again; returns how many. */
  removeExpired(): Promise<number>
}

/** `exchanges`: questions answered. `tokens`: of language models, in and out. `microUsd`: what they cost, in millionths of a US dollar. */
export type UsageKind = 'exchanges' | 'tokens' | 'microUsd'
/** A part of a month's quota that was taken before the work. */
export interface UsageReservation {
  id: string
  kind: UsageKind
  month: string
}
/** Whole numbers; `month` like 2030-01. */
export interface UsageRepository {
  /**
   * Takes `amount` out of a month's quota, exactly, however many try at once; `undefined` when that would pass `limit` (absent: no limit).
   * `id` names the work: the same again is the first reservation and charges nothing. `crossed80`: this one crossed 80 % of `limit`,
   * told once a month and limit (and again to the same id).
   */
  reserve(input: {
    id: string
    kind: UsageKind
    month: string
    amount: number
    limit?: number | undefined
  }): Promise<{ reservation: UsageReservation; used: number; crossed80: boolean } | undefined>
  /** Corrects the reservation to what was used, also when that is more; once, a repeat changes nothing. */
  settle(reservation: UsageReservation, used: number): Promise<void>
  /** Gives all of it back. */
  release(reservation: UsageReservation): Promise<void>
  /** What was used of each kind, with what is reserved. */
  ofMonth(month: string): Promise<Record<UsageKind, number>>
}

/** What one call of a language model took. */
export interface ModelCall {
  conversationId: string
  messageId: string
  purpose: 'answer' | 'rewrite' | 'summary'
  /** `adapter:model`. */
  model: string
  promptTokens: number
  completionTokens: number
  /** The model did not say: counted by rule of thumb. */
  estimated: boolean
  /** Millionths of a US dollar; absent: the model has no price. */
  microUsd?: number
  /** Milliseconds to the first part; absent: none came. */
  firstTokenMs?: number
  totalMs: number
}
/** Calls added up. */
export interface ModelCallSum {
  calls: number
  promptTokens: number
  completionTokens: number
  microUsd: number
  /** Tokens of calls whose model did not say how many they were. */
  estimatedTokens: number
  /** Calls of models without a price. */
  unpricedCalls: number
}
export interface ModelCallRepository {
  add(call: ModelCall): Promise<void>
  /** From one moment until before another, in UTC days, months or by model; days and months oldest first, models dearest first. */
  sums(input: { from: Date; until: Date; by: 'day' | 'month' | 'model' }): Promise<(ModelCallSum & { key: string })[]>
  /** The newest first. */
  ofConversation(input: { conversationId: string; limit: number }): Promise<{ sum: ModelCallSum; calls: (ModelCall & { createdAt: Date })[] }>
}

/**
 * Other versions of the end of a conversation; the old ones stay. Both fail with CONFLICT_001 when the message is not the last of its
 * kind any more or a person has the conversation, and with CONVERSATION_001 while it is being answered.
 */
export interface BranchRepository {
  /** Another answer to the same question, pending, with its job. */
  regenerate(input: { conversationId: string; messageId: string }): Promise<{ message: Message; events: LoggedEvent[] }>
  /** Another wording of a question, with its pending answer and job. A repeat of the sender's `clientMessageId` returns the first result. */
  edit(input: { sender: Principal; conversationId: string; messageId: string; clientMessageId: string; text: string }): Promise<{
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
  count(input: { from: Date; until: Date }): Promise<Record<Feedback['rating'], number>>
}

/** Scope of the creator. */
export interface PersonaRepository {
  get(creatorId: string): Promise<Persona>
  set(input: { creatorId: string; persona: Persona }): Promise<void>
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
