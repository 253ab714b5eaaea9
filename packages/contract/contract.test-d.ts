import { expectTypeOf } from 'vitest'
import * as z from 'zod/mini'
import {
  CoachError,
  type Conversation,
  type ConversationEvent,
  defineEvents,
  defineRoute,
  type ErrorCode,
  type EventOf,
  errorMessage,
  eventStream,
  type Handlers,
  type Language,
  type Message,
  type MessageStatus,
  type RouteCall,
  type RouteInput,
  type RouteOutput,
  type RouteResult,
  type Routes,
  type ServedFile,
  type UploadedFile,
} from './index.js'

interface Context {
  requestId: string
}

// What a handler receives and gives back is what its route declares.
type Send = Routes['messages']['send']
expectTypeOf<RouteInput<Send>>().toEqualTypeOf<{
  params: { conversationId: string }
  query: undefined
  body: {
    text: string
    clientMessageId?: string | undefined
    vector?: { model: string; values: string } | undefined
    context?: Record<string, string | number | boolean> | undefined
    attachments?: string[] | undefined
  }
}>()
expectTypeOf<RouteResult<Send>>().toEqualTypeOf<{ message: Message; duplicate: boolean }>()
expectTypeOf<RouteResult<Routes['conversations']['get']>>().toEqualTypeOf<Conversation>()
expectTypeOf<RouteResult<Routes['knowledge']['remove']>>().toBeUndefined()

// A body that may be left out is nothing to a handler then.
expectTypeOf<RouteInput<Routes['conversations']['create']>['body']>().toEqualTypeOf<{ channel?: string | undefined } | undefined>()

// A page's size has a default: a handler has it, a caller may leave it out.
type List = Routes['conversations']['list']
expectTypeOf<RouteInput<List>['query']['limit']>().toBeNumber()
expectTypeOf<{ cursor: string }>().toExtend<RouteCall<List>['query']>()

// A file is bytes to a handler and a file to a caller.
type Upload = Routes['knowledge']['upload']
expectTypeOf<RouteInput<Upload>['body']>().toEqualTypeOf<UploadedFile>()
expectTypeOf<RouteCall<Upload>['body']>().toEqualTypeOf<File | Blob>()

type Logo = Routes['creators']['logo']
expectTypeOf<RouteOutput<Logo>>().toEqualTypeOf<ServedFile>()
expectTypeOf<RouteResult<Logo>>().toEqualTypeOf<Blob>()

// One handler for each route of a noun.
type Health = Handlers<Routes['health'], Context>
expectTypeOf<Health>().toHaveProperty('get').parameter(1).toEqualTypeOf<Context>()
// @ts-expect-error a missing handler does not compile
const _missing: Handlers<Routes['conversations'], Context> = { create: () => Promise.reject(new Error('not called')) }
// @ts-expect-error nor does one that answers with something else
const _other: Handlers<Pick<Routes['conversations'], 'get'>, Context> = { get: async () => ({ id: 'c' }) }

const shared = { method: 'GET', audience: 'public', summary: 'A route.', errors: [] } as const
const byId = z.object({ thingId: z.string() })
expectTypeOf(defineRoute({ ...shared, path: '/v1/things/{thingId}', params: byId }).path).toEqualTypeOf<'/v1/things/{thingId}'>()
// @ts-expect-error a placeholder without a schema does not compile
defineRoute({ ...shared, path: '/v1/things/{thingId}' })
// @ts-expect-error nor one whose schema has another name
defineRoute({ ...shared, path: '/v1/things/{name}', params: byId })
const streaming = { pieces: defineRoute({ ...shared, path: '/v1/things', result: eventStream(z.object({ word: z.string() })) }) }
expectTypeOf<Handlers<typeof streaming, Context>['pieces']>().returns.resolves.toEqualTypeOf<AsyncIterable<{ word: string }> | undefined>()
// @ts-expect-error nor a path outside /v1
defineRoute({ ...shared, path: '/things' })
// @ts-expect-error nor an error that is not in the catalogue
defineRoute({ ...shared, path: '/v1/things', errors: ['THING_001'] })
// @ts-expect-error nor an audience that no guard knows
defineRoute({ ...shared, path: '/v1/things', audience: 'everybody' })

const events = defineEvents({ 'thing.made': z.object({ thingId: z.string() }), 'thing.lost': z.object({ reason: z.string() }) })
expectTypeOf<EventOf<typeof events>['type']>().toEqualTypeOf<'thing.made' | 'thing.lost'>()
expectTypeOf<Extract<EventOf<typeof events>, { type: 'thing.lost' }>>().toHaveProperty('reason').toBeString()
expectTypeOf<Extract<ConversationEvent, { type: 'message.completed' }>['message']>().toEqualTypeOf<Message>()
expectTypeOf<Extract<ConversationEvent, { type: 'message.delta' }>>().toHaveProperty('index').toBeNumber()

expectTypeOf<Message['status']>().toEqualTypeOf<MessageStatus>()
expectTypeOf(new CoachError('RESOURCE_001').code).toEqualTypeOf<ErrorCode>()
expectTypeOf(errorMessage).parameters.toEqualTypeOf<[ErrorCode, Language, details?: Record<string, unknown> | undefined]>()
// @ts-expect-error a code that is not in the catalogue
new CoachError('RESOURCE_999')
