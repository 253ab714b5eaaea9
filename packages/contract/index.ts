export { defineEvents, type EventOf } from './define-events.js'
export {
  type Audience,
  type BinaryResult,
  binary,
  defineRoute,
  eventStream,
  type Handlers,
  isBinary,
  isStream,
  type Method,
  type RouteCall,
  type RouteDefinition,
  type RouteInput,
  type RouteOutput,
  type RouteResult,
  type ServedFile,
  type StreamResult,
  type UploadedFile,
} from './define-route.js'
export {
  type Account,
  account,
  type MemberRole,
  type Membership,
  memberRole,
  membership,
  type SignIn,
  signIn,
  type TokenPair,
  tokenPair,
} from './entities/account.js'
export { type AnsweringSettings, answeringSettings } from './entities/answering-settings.js'
export { type ApiKey, apiKey, type KeyScope, keyScope } from './entities/api-key.js'
export { type Attachment, attachment, attachmentTypes, imageTypes } from './entities/attachment.js'
export { type AuditEntry, auditEntry } from './entities/audit-entry.js'
export { type ChatChunk, type ChatMessage, type ChatMetadata, chatChunk, chatMessage } from './entities/chat-chunk.js'
export { type Citation, citation } from './entities/citation.js'
export {
  type Conversation,
  type ConversationKind,
  type ConversationState,
  conversation,
  type Handover,
  type HandoverReason,
} from './entities/conversation.js'
export { type Creator, creator, type Tier, tier } from './entities/creator.js'
export { type CreatorProfile, creatorProfile } from './entities/creator-profile.js'
export {
  type Document,
  type DocumentPassage,
  type DocumentPreview,
  type DocumentStage,
  type DocumentStatistics,
  type DocumentStatus,
  type DocumentType,
  document,
} from './entities/document.js'
export { type EmbeddingStatus, embeddingStatus } from './entities/embedding-status.js'
export { type Feedback, feedback, type GivenFeedback, givenFeedback, type OpinionsOfModel, opinions, opinionsOfModel, rating } from './entities/feedback.js'
export { type AnsweredForm, answeredForm, type Form, type FormAnswers, type FormField, form, formAnswers, type ShownForm } from './entities/form.js'
export { type HandoverSettings, handoverSettings } from './entities/handover-settings.js'
export { type Health, health } from './entities/health.js'
export { type IdentityKey, type IdentitySettings, identityKey, identitySettings } from './entities/identity-key.js'
export { type Instance, instance } from './entities/instance.js'
export { type Member, member } from './entities/member.js'
export { type Message, type MessageStatus, message } from './entities/message.js'
export { type MessageContext, maxContextEntries, messageContext } from './entities/message-context.js'
export {
  type AnswerDetails,
  answerDetails,
  type DescribedMessage,
  describedMessage,
  type FoundMessage,
  foundMessage,
  type MessageClient,
  type MessageMetadata,
  messageClient,
  messageMetadata,
} from './entities/message-details.js'
export { type ModelContext, modelContext } from './entities/model-context.js'
export { type Nudge, nudge } from './entities/nudge.js'
export { type Persona, persona } from './entities/persona.js'
export { type HostedAccount, type HostedCreator, hostedAccount, hostedCreator, type Impersonation, impersonation } from './entities/platform.js'
export { type QuestionEmbedder, type QuestionVector, questionEmbedder, questionVector } from './entities/question-vector.js'
export { type Receipt, receipt } from './entities/receipt.js'
export { type SearchHit, searchHit } from './entities/search-hit.js'
export { type Session, session, type VisitorUser, visitorUser } from './entities/session.js'
export { type UnansweredQuestion, unansweredQuestion } from './entities/unanswered-question.js'
export { type ConversationUsage, conversationUsage, modelCall, type Usage, type UsageSum, usage, usageSum } from './entities/usage.js'
export { type WebPage, type Website, type WebsiteKind, webPage, website } from './entities/website.js'
export { type CreatorWidget, type CreatorWidgetChange, creatorWidget, creatorWidgetChange, type WidgetConfig, widgetConfig } from './entities/widget-config.js'
export { CoachError, type ErrorBody, type ErrorCode, errorBody, errorCatalogue, errorMessage } from './errors.js'
export {
  type CoachEvent,
  type ConversationEvent,
  type DocumentEvent,
  type DurableConversationEvent,
  type EphemeralConversationEvent,
  events,
  type InboxEvent,
  type WebsiteEvent,
} from './events/index.js'
export {
  type ClientInfo,
  type Command,
  command,
  connectData,
  disconnectCodes,
  maxFrameBytes,
  type NoticeFilter,
  noticeFilter,
  type Publication,
  pingSeconds,
  pongTimeoutMs,
  type Reply,
  replyErrors,
  type SubscribeResult,
  unsubscribeCodes,
} from './events/realtime.js'
export {
  type Language,
  type LocalText,
  maxAttachmentBytes,
  maxAttachments,
  maxConversationMessages,
  maxLogoBytes,
  maxMessageLength,
  maxSettingsBytes,
  maxUploadBytes,
  usualMessageLength,
} from './fields.js'
export { protocolVersion } from './protocol-version.js'
export { type Routes, routes } from './routes/index.js'
