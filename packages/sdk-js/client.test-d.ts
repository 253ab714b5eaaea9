import type {
  Conversation,
  ConversationEvent,
  CreatorProfile,
  DescribedMessage,
  Document,
  DocumentEvent,
  Feedback,
  FoundMessage,
  GivenFeedback,
  Health,
  Message,
  MessageContext,
  OpinionsOfModel,
  Session,
  WebsiteEvent,
  WidgetConfig,
} from '@coachkit/contract'
import { expectTypeOf } from 'vitest'
import {
  type CoachClient,
  CoachClientError,
  type ConversationHandle,
  type ConversationSnapshot,
  completeConversation,
  createCoachClient,
  createVisitorClient,
  type DocumentDetails,
  type InboxListener,
  type MessageVersion,
  type UploadDetails,
  type VisitorConversation,
  type WaitOptions,
} from './index.js'

const client = createCoachClient({ baseUrl: '/coach', creator: 'ana' })
expectTypeOf(client).toEqualTypeOf<CoachClient>()
expectTypeOf(client.session.ensure).returns.resolves.toEqualTypeOf<{ session: Session; config: WidgetConfig; token: string }>()
expectTypeOf(client.health.get).returns.resolves.toEqualTypeOf<Health>()

expectTypeOf(client.conversations.create()).resolves.toEqualTypeOf<Conversation>()
expectTypeOf(client.conversations.create({ body: { channel: 'whatsapp' } }))
  .resolves.toHaveProperty('channel')
  .toBeString()
expectTypeOf(client.conversations.list({ query: { channel: 'whatsapp' } })).resolves.toHaveProperty('items')
expectTypeOf(client.conversations.list()).resolves.toEqualTypeOf<{ items: Conversation[]; nextCursor?: string | undefined }>()
expectTypeOf(client.messages.send({ params: { conversationId: 'c' }, body: { clientMessageId: 'm', text: 'Hola' } })).resolves.toEqualTypeOf<{
  message: Message
  duplicate: boolean
}>()
expectTypeOf(client.messages.list({ params: { conversationId: 'c' }, query: { limit: 5 } }))
  .resolves.toHaveProperty('items')
  .toEqualTypeOf<Message[]>()
expectTypeOf(client.knowledge.upload).parameter(1).toEqualTypeOf<DocumentDetails | undefined>()
expectTypeOf<DocumentDetails>().toExtend<UploadDetails & { chunkTokens?: number; overlapTokens?: number }>()
expectTypeOf(client.knowledge.reprocess({ params: { documentId: 'd' }, query: { chunkTokens: 400 } })).resolves.toEqualTypeOf<Document>()
expectTypeOf<UploadDetails>().toEqualTypeOf<{ name?: string; signal?: AbortSignal; onProgress?(progress: { loaded: number; total: number }): void }>()
expectTypeOf(client.knowledge.watch).toEqualTypeOf<(listener: (event: DocumentEvent) => void) => () => void>()
expectTypeOf(client.websites.watch).toEqualTypeOf<(listener: (event: WebsiteEvent) => void) => () => void>()
expectTypeOf(client.knowledge.upload).returns.resolves.toEqualTypeOf<{ document: Document; duplicate: boolean }>()
expectTypeOf(client.knowledge.remove({ params: { documentId: 'd' } })).resolves.toBeUndefined()

expectTypeOf(client.conversations.create({ idempotencyKey: 'k' })).resolves.toEqualTypeOf<Conversation>()

// @ts-expect-error what makes nothing takes no key
client.conversations.list({ idempotencyKey: 'k' })
// @ts-expect-error a placeholder of the path is required
client.conversations.get()
// @ts-expect-error so is every field of the body
client.messages.send({ params: { conversationId: 'c' }, body: { clientMessageId: 'm' } })
// @ts-expect-error and nothing else is taken
client.messages.send({ params: { conversationId: 'c' }, body: { clientMessageId: 'm', text: 'Hola', role: 'assistant' } })

const handle = client.conversation('c')
expectTypeOf(handle).toEqualTypeOf<ConversationHandle>()
expectTypeOf(handle.send({ text: 'Hola' })).toEqualTypeOf<AsyncIterable<ConversationEvent>>()
expectTypeOf(handle.getSnapshot()).toEqualTypeOf<ConversationSnapshot>()
expectTypeOf<ConversationSnapshot['connection']>().toEqualTypeOf<'idle' | 'connecting' | 'open' | 'reconnecting' | 'offline' | 'closed'>()

expectTypeOf(createVisitorClient({ baseUrl: '/coach', creator: 'ana' }).conversation).returns.toEqualTypeOf<VisitorConversation>()
const visitors = completeConversation(createVisitorClient({ baseUrl: '/coach', creator: 'ana' }).conversation())
expectTypeOf(visitors.versions).toEqualTypeOf<(messageId: string, options?: WaitOptions) => Promise<MessageVersion[]>>()
expectTypeOf(visitors.rate).parameter(1).toEqualTypeOf<Feedback | undefined>()
expectTypeOf(client.feedback.list()).resolves.toEqualTypeOf<{
  items: GivenFeedback[]
  nextCursor?: string | undefined
  total: { up: number; down: number }
  byModel: OpinionsOfModel[]
}>()
expectTypeOf(new CoachClientError({ code: 'NETWORK', message: '' })).toMatchTypeOf<Error & { code: string; status: number; retryable: boolean }>()

expectTypeOf(client.handover.accept({ params: { conversationId: 'c' } })).resolves.toEqualTypeOf<Conversation>()
expectTypeOf(client.handover.watch).toEqualTypeOf<(listener: InboxListener) => () => void>()
expectTypeOf(client.messages.get({ params: { conversationId: 'c', messageId: 'm' } })).resolves.toEqualTypeOf<DescribedMessage>()
expectTypeOf<DescribedMessage['client']>().toEqualTypeOf<
  { platform: 'web' | 'mobile' | 'api'; userAgent?: string | undefined; address?: string | undefined } | undefined
>()
expectTypeOf(client.messages.search({ query: { q: 'hola', role: 'user' } }))
  .resolves.toHaveProperty('items')
  .toEqualTypeOf<FoundMessage[]>()
expectTypeOf(client.conversations.archive({ params: { conversationId: 'c' } })).resolves.toEqualTypeOf<Conversation>()
expectTypeOf(handle.requestPerson).returns.resolves.toBeVoid()
expectTypeOf(handle.requestPerson).parameter(0).toEqualTypeOf<WaitOptions | undefined>()
expectTypeOf(handle.send).parameter(1).toEqualTypeOf<WaitOptions | undefined>()
expectTypeOf<WaitOptions>().toEqualTypeOf<{ signal?: AbortSignal | undefined }>()

expectTypeOf(client.creators.profile()).resolves.toEqualTypeOf<CreatorProfile>()
expectTypeOf(client.creators.updateProfile({ body: { settings: { theme: 'dark' } } })).resolves.toEqualTypeOf<CreatorProfile>()
expectTypeOf(client.creators.logoUrl).parameter(0).toEqualTypeOf<{ logo?: string | undefined }>()
expectTypeOf(client.setContext).toEqualTypeOf<(value?: MessageContext) => void>()
// @ts-expect-error values are texts, numbers and booleans
client.setContext({ products: ['a'] })
