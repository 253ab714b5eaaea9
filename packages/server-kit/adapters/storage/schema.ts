import type {
  AnsweredForm,
  AnsweringSettings,
  Attachment,
  Citation,
  DocumentPreview,
  DurableConversationEvent,
  HandoverSettings,
  KeyScope,
  Language,
  MessageContext,
  Persona,
  Tier,
} from '@coachkit/contract'
import { sql } from 'drizzle-orm'
import { bigint, boolean, customType, doublePrecision, integer, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { VisitorProfile, WidgetSettings } from '../../ports/index.js'

const coach = pgSchema('coach')
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) => timestamp(name, { withTimezone: true })
/** The database fills it in from the transaction's tenant, so no statement names it. */
const creatorId = () => uuid('creator_id').notNull().default(sql`coach.tenant()`)

export const creators = coach.table('creators', {
  id: uuid('id').primaryKey(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  language: text('language').$type<Language>().notNull(),
  widget: jsonb('widget').$type<WidgetSettings>().notNull(),
  allowedDomains: jsonb('allowed_domains').$type<string[]>().notNull().default([]),
  tier: text('tier').$type<Tier>().notNull().default('free'),
  identityRequired: boolean('identity_required').notNull().default(false),
  answering: jsonb('answering').$type<Partial<AnsweringSettings>>().notNull().default({}),
  identityHmac: boolean('identity_hmac').notNull().default(false),
  knowledgeVersion: integer('knowledge_version').notNull().default(0),
  embedderId: text('embedder_id'),
  suspendedAt: instant('suspended_at'),
  companyName: text('company_name'),
  settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
  logoId: uuid('logo_id'),
  handover: jsonb('handover').$type<Partial<HandoverSettings>>().notNull().default({}),
  persona: jsonb('persona').$type<Persona>().notNull().default({}),
  updatedAt: instant('updated_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const sessions = coach.table('sessions', {
  id: uuid('id').primaryKey(),
  creatorId: creatorId(),
  userId: text('user_id'),
  profile: jsonb('profile').$type<VisitorProfile>().notNull().default({}),
  form: jsonb('form').$type<AnsweredForm>(),
  lastActiveAt: instant('last_active_at').notNull().defaultNow(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const sessionTokens = coach.table('session_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  creatorId: creatorId(),
  sessionId: uuid('session_id').notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const identityKeys = coach.table('identity_keys', {
  id: uuid('id').primaryKey(),
  creatorId: creatorId(),
  sealed: text('sealed').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  expiresAt: instant('expires_at'),
})

export const apiKeys = coach.table('api_keys', {
  id: uuid('id').primaryKey(),
  creatorId: creatorId(),
  keyHash: text('key_hash').notNull(),
  name: text('name').notNull(),
  scopes: jsonb('scopes').$type<KeyScope[]>().notNull(),
  lastUsedAt: instant('last_used_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const idempotentRequests = coach.table('idempotent_requests', {
  creatorId: creatorId(),
  caller: text('caller').notNull(),
  keyHash: text('key_hash').notNull(),
  requestHash: text('request_hash').notNull(),
  sealedAnswer: text('sealed_answer'),
  expiresAt: instant('expires_at').notNull(),
})

export const auditEntries = coach.table('audit_entries', {
  creatorId: creatorId(),
  position: integer('position').notNull(),
  at: instant('at').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  details: jsonb('details').$type<Record<string, string>>().notNull(),
  hash: text('hash').notNull(),
})

export const invitations = coach.table('invitations', {
  id: uuid('id').primaryKey(),
  creatorId: creatorId(),
  email: text('email').notNull(),
  role: text('role', { enum: ['owner', 'support', 'viewer'] }).notNull(),
  expiresAt: instant('expires_at').notNull(),
})

export const tickets = coach.table('tickets', {
  ticketHash: text('ticket_hash').primaryKey(),
  creatorId: creatorId(),
  principal: jsonb('principal').$type<unknown>().notNull(),
  expiresAt: instant('expires_at').notNull(),
})

export const signingKeys = coach.table('signing_keys', {
  id: text('id').primaryKey(),
  generation: integer('generation').notNull(),
  algorithm: text('algorithm', { enum: ['RS256', 'ES256'] }).notNull(),
  sealedPrivateKey: text('sealed_private_key').notNull(),
  signsFrom: instant('signs_from').notNull(),
  signsUntil: instant('signs_until').notNull(),
  verifiesUntil: instant('verifies_until').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const accounts = coach.table('accounts', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  emailVerifiedAt: instant('email_verified_at'),
  tokenVersion: integer('token_version').notNull().default(0),
  isAdmin: boolean('is_admin').notNull().default(false),
  suspendedAt: instant('suspended_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const members = coach.table('members', {
  creatorId: creatorId(),
  accountId: uuid('account_id').notNull(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  role: text('role', { enum: ['owner', 'support', 'viewer'] }).notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const impersonations = coach.table('impersonations', {
  id: uuid('id').primaryKey(),
  creatorId: uuid('creator_id').notNull(),
  accountId: uuid('account_id').notNull(),
  reason: text('reason').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  expiresAt: instant('expires_at').notNull(),
  endedAt: instant('ended_at'),
})

export const signIns = coach.table('sign_ins', {
  id: uuid('id').primaryKey(),
  creatorId: creatorId(),
  accountId: uuid('account_id').notNull(),
  device: text('device'),
  createdAt: instant('created_at').notNull().defaultNow(),
  lastUsedAt: instant('last_used_at').notNull().defaultNow(),
  endedAt: instant('ended_at'),
})

export const refreshTokens = coach.table('refresh_tokens', {
  id: uuid('id').primaryKey(),
  signInId: uuid('sign_in_id').notNull(),
  issuedAt: instant('issued_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
  successorId: uuid('successor_id'),
})

export const emailCodes = coach.table('email_codes', {
  id: uuid('id').primaryKey(),
  accountId: uuid('account_id').notNull(),
  purpose: text('purpose', { enum: ['verify', 'reset'] }).notNull(),
  expiresAt: instant('expires_at').notNull(),
})

export const conversations = coach.table('conversations', {
  id: uuid('id').notNull(),
  creatorId: creatorId(),
  sessionId: uuid('session_id').notNull(),
  chatId: text('chat_id'),
  title: text('title'),
  kind: text('kind', { enum: ['ai', 'direct', 'assisted'] })
    .notNull()
    .default('ai'),
  state: text('state', { enum: ['coach', 'requested', 'person'] })
    .notNull()
    .default('coach'),
  channel: text('channel').notNull(),
  handoverReason: text('handover_reason', { enum: ['visitor', 'keyword', 'confidence', 'crisis', 'member', 'direct'] }),
  requestedAt: instant('requested_at'),
  heldBy: text('held_by'),
  person: text('person'),
  acceptedAt: instant('accepted_at'),
  form: jsonb('form').$type<AnsweredForm>(),
  lastOffset: integer('last_offset').notNull().default(0),
  epoch: text('epoch').notNull(),
  messageCount: integer('message_count').notNull().default(0),
  archivedAt: instant('archived_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
})

export const participants = coach.table('participants', {
  creatorId: creatorId(),
  conversationId: uuid('conversation_id').notNull(),
  participantId: text('participant_id').notNull(),
  deliveredOffset: integer('delivered_offset').notNull().default(0),
  readOffset: integer('read_offset').notNull().default(0),
  lastSeenAt: instant('last_seen_at'),
})

export const cachedAnswers = coach.table('cached_answers', {
  key: text('key').notNull(),
  creatorId: creatorId(),
  text: text('text').notNull(),
  model: text('model').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
})
export const messages = coach.table('messages', {
  id: uuid('id').notNull(),
  creatorId: creatorId(),
  conversationId: uuid('conversation_id').notNull(),
  logOffset: integer('log_offset').notNull(),
  role: text('role', { enum: ['user', 'assistant', 'member'] }).notNull(),
  status: text('status', { enum: ['sent', 'pending', 'completed', 'failed', 'interrupted', 'stopped'] }).notNull(),
  text: text('text').notNull(),
  citations: jsonb('citations').$type<Citation[]>().notNull().default([]),
  confidence: doublePrecision('confidence'),
  errorCode: text('error_code'),
  model: text('model'),
  cached: boolean('cached').notNull().default(false),
  replyTo: uuid('reply_to'),
  clientMessageId: text('client_message_id'),
  sentBy: text('sent_by'),
  author: text('author'),
  supersededBy: uuid('superseded_by'),
  supersedes: jsonb('supersedes').$type<string[]>(),
  archivedAt: instant('archived_at'),
  context: jsonb('context').$type<MessageContext>(),
  attachments: jsonb('attachments').$type<Attachment[]>(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** The same rows: what is said of a message is read where it is asked for, and not with every message. */
export const messageNotes = coach.table('messages', {
  id: uuid('id').notNull(),
  creatorId: creatorId(),
  metadata: jsonb('metadata'),
  details: jsonb('details'),
  client: jsonb('client'),
  createdAt: instant('created_at').notNull(),
})

/** The same rows: a vector is read where it is asked for, and not with every message. */
export const messageVectors = coach.table('messages', {
  id: uuid('id').notNull(),
  vector: bytes('question_vector'),
  embedderId: text('vector_embedder'),
})

export const conversationEvents = coach.table('conversation_events', {
  creatorId: creatorId(),
  conversationId: uuid('conversation_id').notNull(),
  logOffset: integer('log_offset').notNull(),
  payload: jsonb('payload').$type<DurableConversationEvent>().notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const jobs = coach.table('jobs', {
  id: uuid('id').primaryKey(),
  creatorId: creatorId(),
  kind: text('kind', { enum: ['answer', 'ingest', 'vectors', 'website', 'index'] }).notNull(),
  subjectId: text('subject_id').notNull(),
  status: text('status', { enum: ['waiting', 'running', 'dead'] })
    .notNull()
    .default('waiting'),
  attempt: integer('attempt').notNull().default(0),
  runAt: instant('run_at').notNull().defaultNow(),
  owner: text('owner'),
  leasedUntil: instant('leased_until'),
  carrier: jsonb('carrier'),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const documents = coach.table('documents', {
  id: text('id').notNull(),
  creatorId: creatorId(),
  name: text('name').notNull(),
  type: text('type', { enum: ['pdf', 'docx', 'md', 'txt', 'html'] }).notNull(),
  size: integer('size').notNull(),
  blobKey: text('blob_key').notNull(),
  status: text('status', { enum: ['pending', 'processing', 'ready', 'failed', 'quarantined'] })
    .notNull()
    .default('pending'),
  stage: text('stage', { enum: ['validating', 'scanning', 'extracting', 'chunking', 'embedding', 'storing'] }),
  progress: integer('progress').notNull().default(0),
  chunkCount: integer('chunk_count').notNull().default(0),
  pageCount: integer('page_count'),
  language: text('language'),
  failureCode: text('failure_code'),
  failureMessage: text('failure_message'),
  createdAt: instant('created_at').notNull().defaultNow(),
  processedAt: instant('processed_at'),
  replaces: text('replaces'),
  preview: text('preview').notNull().default(''),
  outline: jsonb('outline').$type<DocumentPreview['outline']>().notNull().default([]),
  characterCount: integer('character_count'),
  startedAt: instant('started_at'),
  processingMs: integer('processing_ms'),
  source: text('source'),
  chunkTokens: integer('chunk_tokens'),
  overlapTokens: integer('overlap_tokens'),
})

export const websites = coach.table('websites', {
  id: uuid('id').primaryKey(),
  creatorId: creatorId(),
  address: text('address').notNull(),
  kind: text('kind', { enum: ['page', 'sitemap'] }).notNull(),
  status: text('status', { enum: ['pending', 'reading', 'ready', 'failed'] })
    .notNull()
    .default('pending'),
  refreshHours: integer('refresh_hours'),
  failureCode: text('failure_code'),
  failureMessage: text('failure_message'),
  createdAt: instant('created_at').notNull().defaultNow(),
  readAt: instant('read_at'),
})

export const webPages = coach.table('web_pages', {
  creatorId: creatorId(),
  websiteId: uuid('website_id').notNull(),
  address: text('address').notNull(),
  documentId: text('document_id'),
  etag: text('etag'),
  lastModified: text('last_modified'),
  waiting: boolean('waiting').notNull().default(true),
  tries: integer('tries').notNull().default(0),
  failureCode: text('failure_code'),
  failureMessage: text('failure_message'),
  readAt: instant('read_at'),
})

export const unclaimedFiles = coach.table('unclaimed_files', {
  creatorId: creatorId(),
  blobKey: text('blob_key').notNull(),
  since: instant('since').notNull().defaultNow(),
})

export const chunks = coach.table('chunks', {
  id: uuid('id').notNull(),
  creatorId: creatorId(),
  documentId: text('document_id').notNull(),
  chunkIndex: integer('chunk_index').notNull(),
  text: text('text').notNull(),
  headings: jsonb('headings').$type<string[]>().notNull(),
  page: integer('page'),
  language: text('language').notNull(),
  tokenCount: integer('token_count').notNull(),
  place: integer('place'),
})

/** Chunks of documents that are being read. */
export const keptChunks = coach.table('kept_chunks', {
  creatorId: creatorId(),
  documentId: text('document_id').notNull(),
  reading: uuid('reading').notNull(),
  chunkIndex: integer('chunk_index').notNull(),
  id: uuid('id').notNull(),
  text: text('text').notNull(),
  headings: jsonb('headings').$type<string[]>().notNull(),
  page: integer('page'),
  language: text('language').notNull(),
  tokenCount: integer('token_count').notNull(),
  vector: bytes('vector'),
  textHash: text('text_hash'),
})

export const lexicalIndexes = coach.table('lexical_indexes', {
  creatorId: creatorId(),
  analysis: integer('analysis').notNull(),
  nextPlace: integer('next_place').notNull().default(0),
  passageCount: integer('passage_count').notNull().default(0),
  wordCount: bigint('word_count', { mode: 'number' }).notNull().default(0),
  ready: boolean('ready').notNull().default(false),
})

export const postings = coach.table('postings', {
  creatorId: creatorId(),
  term: text('term').notNull(),
  block: integer('block').notNull(),
  passages: integer('passages').notNull(),
  entries: bytes('entries').notNull(),
})

export const embeddings = coach.table('embeddings', {
  chunkId: uuid('chunk_id').notNull(),
  creatorId: creatorId(),
  embedderId: text('embedder_id').notNull(),
  vector: bytes('vector').notNull(),
  textHash: text('text_hash'),
  /** Raised with every write. */
  revision: bigint('revision', { mode: 'number' }).default(sql`nextval('coach.embedding_revisions')`),
})

export const vectorIndexes = coach.table('vector_indexes', {
  creatorId: creatorId(),
  embedderId: text('embedder_id').notNull(),
  dimensions: integer('dimensions').notNull(),
  indexName: text('index_name').notNull(),
})

export const rateLimits = coach.table('rate_limits', {
  key: text('key').primaryKey(),
  tokens: doublePrecision('tokens').notNull(),
  filledAt: doublePrecision('filled_at').notNull(),
  current: doublePrecision('current_count').notNull().default(0),
  previous: doublePrecision('previous_count').notNull().default(0),
  strikes: integer('strikes').notNull().default(0),
  blockedUntil: doublePrecision('blocked_until').notNull().default(0),
  expiresAt: instant('expires_at').notNull(),
})

export const usage = coach.table('usage', {
  creatorId: creatorId(),
  month: text('month').notNull(),
  kind: text('kind', { enum: ['exchanges', 'tokens', 'microUsd'] }).notNull(),
  used: bigint('used', { mode: 'number' }).notNull(),
  warnedLimit: bigint('warned_limit', { mode: 'number' }),
  warnedBy: text('warned_by'),
})

export const usageReservations = coach.table('usage_reservations', {
  creatorId: creatorId(),
  kind: text('kind', { enum: ['exchanges', 'tokens', 'microUsd'] }).notNull(),
  id: text('id').notNull(),
  month: text('month').notNull(),
  amount: bigint('amount', { mode: 'number' }).notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const conversationSummaries = coach.table('conversation_summaries', {
  creatorId: creatorId(),
  conversationId: uuid('conversation_id').notNull(),
  text: text('text').notNull(),
  upToOffset: integer('up_to_offset').notNull(),
  model: text('model').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const modelCalls = coach.table('model_calls', {
  id: uuid('id').notNull(),
  creatorId: creatorId(),
  conversationId: uuid('conversation_id').notNull(),
  messageId: uuid('message_id').notNull(),
  purpose: text('purpose', { enum: ['answer', 'rewrite', 'summary'] }).notNull(),
  model: text('model').notNull(),
  promptTokens: integer('prompt_tokens').notNull(),
  completionTokens: integer('completion_tokens').notNull(),
  estimated: boolean('estimated').notNull(),
  microUsd: bigint('micro_usd', { mode: 'number' }),
  firstTokenMs: integer('first_token_ms'),
  totalMs: integer('total_ms').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const unansweredQuestions = coach.table('unanswered_questions', {
  creatorId: creatorId(),
  messageId: uuid('message_id').notNull(),
  askedAt: instant('asked_at').notNull().defaultNow(),
})

export const feedback = coach.table('feedback', {
  creatorId: creatorId(),
  messageId: uuid('message_id').notNull(),
  rating: text('rating', { enum: ['up', 'down'] }).notNull(),
  reason: text('reason'),
  givenAt: instant('given_at').notNull().defaultNow(),
})

export const attachments = coach.table('attachments', {
  creatorId: creatorId(),
  id: uuid('id').notNull(),
  conversationId: uuid('conversation_id').notNull(),
  uploadedBy: text('uploaded_by').notNull(),
  messageId: uuid('message_id'),
  name: text('name').notNull(),
  type: text('type').$type<Attachment['type']>().notNull(),
  size: integer('size').notNull(),
  blobKey: text('blob_key').notNull(),
  quarantined: boolean('quarantined').notNull().default(false),
  createdAt: instant('created_at').notNull().defaultNow(),
})
