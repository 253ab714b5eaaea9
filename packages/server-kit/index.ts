export type { Tier } from '@coachkit/contract'
export { fileSystem } from './adapters/blob-store/file-system/index.js'
export { type S3Options, s3 } from './adapters/blob-store/s3/index.js'
export { memoryBus } from './adapters/bus/memory/index.js'
export { type PostgresBusOptions, postgresBus } from './adapters/bus/postgres/index.js'
export { type RedisBusOptions, redisBus } from './adapters/bus/redis/index.js'
export { type SiteVerifyOptions, siteVerify } from './adapters/captcha-verifier/site-verify.js'
export { createEgress, type EgressOptions } from './adapters/egress/index.js'
export { type AiSdkEmbeddingModel, aiSdkEmbedder } from './adapters/embedder/ai-sdk/index.js'
export { type BrowserEmbedderOptions, browserEmbedder } from './adapters/embedder/browser.js'
export { ollamaEmbedder } from './adapters/embedder/ollama/index.js'
export { openaiCompatibleEmbedder } from './adapters/embedder/openai-compatible/index.js'
export { type TransformersOptions, transformersEmbedder } from './adapters/embedder/transformers/index.js'
export type { AiSdkModel } from './adapters/language-model/ai-sdk/ai-sdk-model.js'
export { type AiSdkOptions, aiSdk } from './adapters/language-model/ai-sdk/index.js'
export { extractive } from './adapters/language-model/extractive/index.js'
export { ollama } from './adapters/language-model/ollama/index.js'
export { openaiCompatible } from './adapters/language-model/openai-compatible/index.js'
export { jsonLogger } from './adapters/logger/index.js'
export { type SmtpOptions, type SmtpServerOptions, smtp } from './adapters/mailer/smtp/index.js'
export { memoryRateLimiter } from './adapters/rate-limiter/memory/index.js'
export { type PostgresLimiterOptions, postgresRateLimiter } from './adapters/rate-limiter/postgres/index.js'
export { type RedisLimiterOptions, redisRateLimiter } from './adapters/rate-limiter/redis/index.js'
export { type CentrifugoOptions, centrifugo } from './adapters/realtime-gateway/centrifugo/index.js'
export { rerankApi } from './adapters/reranker/rerank-api/index.js'
export { type ClamdOptions, clamd } from './adapters/scanner/clamd/index.js'
export { pglite } from './adapters/storage/pglite/index.js'
export { postgres } from './adapters/storage/postgres/index.js'
export { type WorkerExtractorOptions, workerExtractor } from './adapters/text-extractor/worker/index.js'
export type { CoachServer } from './coach-server.js'
export type { ConfigProvider, DocumentOptions } from './config/document-settings.js'
export type { CoachServerOptions } from './config/options.js'
export { createCoachServer } from './create-coach-server.js'
export type { Limit, Limits } from './domain/limits/default-limits.js'
export type { AccountPages } from './features/auth/index.js'
export type { NewCreator } from './features/creators/index.js'
export { type CoachTool, defineTool, type ToolCaller, type ToolContext, type ToolDefinition, type ToolPrincipal } from './features/tools/index.js'
export {
  AdapterError,
  type Authenticator,
  type BackOff,
  type BatchedWork,
  type BlobStore,
  type Block,
  type Bus,
  type BusFrame,
  type ByteRange,
  type CaptchaVerifier,
  type Chunk,
  type CutDocument,
  type CutResult,
  type DocumentReading,
  type Egress,
  type EgressInit,
  type Embedder,
  type ExtractedDocument,
  type ExtractResult,
  type FilePieces,
  type GeneratePart,
  type GenerateRequest,
  type GroundingPassage,
  type LanguageModel,
  type Logger,
  type Mail,
  type Mailer,
  type ModelMessage,
  type ModelState,
  type PoolFigures,
  type Principal,
  type RateLimiter,
  type RateLimitMeter,
  type RateLimitRule,
  type RateLimitVerdict,
  type RealtimeGateway,
  type Reranker,
  type Scanner,
  type ScanVerdict,
  type SentMessage,
  type Storage,
  type StorageTx,
  type TenantScope,
  type TextExtractor,
  type ToolCall,
  type ToolDescription,
} from './ports/index.js'
export { type RoutedModel, type RouteOptions, route } from './resilience/index.js'
