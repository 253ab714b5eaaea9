export type * from './accounts.js'
export { AdapterError } from './adapter-error.js'
export type { AnswerCacheRepository, CachedAnswer } from './answer-cache.js'
export type * from './attachments.js'
export type { Authenticator, Principal } from './authenticator.js'
export type { BlobStore, ByteRange } from './blob-store.js'
export type { Bus, BusFrame } from './bus.js'
export type { CaptchaVerifier } from './captcha-verifier.js'
export type * from './chunk.js'
export type { Clock } from './clock.js'
export type * from './conversations.js'
export type * from './creators.js'
export type { Egress, EgressInit } from './egress.js'
export type { Embedder } from './embedder.js'
export type * from './embeddings.js'
export type { IdempotentRequestRepository, RequestKey } from './idempotent-requests.js'
export { JobPostponed, type JobWork } from './job-work.js'
export type * from './jobs.js'
export type * from './keys.js'
export type * from './knowledge.js'
export type {
  GeneratePart,
  GenerateRequest,
  GroundingPassage,
  LanguageModel,
  ModelEvent,
  ModelFault,
  ModelMessage,
  ModelState,
  ToolCall,
  ToolDescription,
} from './language-model.js'
export type { Logger } from './logger.js'
export type { Mail, Mailer } from './mailer.js'
export type * from './messages.js'
export type * from './page.js'
export type * from './participants.js'
export type { PasswordHasher } from './password-hasher.js'
export type * from './postings.js'
export type { BackOff, RateLimiter, RateLimitMeter, RateLimitRepository, RateLimitRule, RateLimitVerdict } from './rate-limiter.js'
export type { GatewayPublication, RealtimeGateway } from './realtime-gateway.js'
export type { Reranker } from './reranker.js'
export type { Scanner, ScanVerdict } from './scanner.js'
export type { KeyProvider, SecretPlace, Secrets } from './secrets.js'
export type * from './storage.js'
export type * from './text-extractor.js'
export type { NewClaims, SharedKey, TokenClaims, TokenKind, Tokens, VerifySharedToken } from './tokens.js'
export type * from './usage.js'
export type * from './vector-indexes.js'
export type * from './visitors.js'
export type * from './websites.js'
