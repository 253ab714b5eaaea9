import * as z from 'zod/mini'
import type { Receipt } from '../entities/receipt.js'
import { id } from '../fields.js'

/**
 * Framing: the Centrifugo JSON client protocol, version 2 (the subset of architecture/realtime.md).
 * Frames travel newline-joined over WebSocket, HTTP-stream and SSE.
 */
const commandId = z.optional(z.number().check(z.int(), z.minimum(1)))
const channelName = z.string().check(z.minLength(1), z.maxLength(255))

const position = {
  recover: z.optional(z.boolean()),
  offset: z.optional(z.number().check(z.int(), z.minimum(0))),
  epoch: z.optional(z.string()),
}

/** `connect.data` as far as it is understood: channels to be subscribed to with the connection. Those that may not be read are left out of the answer's `subs`. */
export const connectData = z.object({ channels: z.array(channelName).check(z.maxLength(32)) })

/** `subscribe.data` on `creator:<id>`: only events of these types, and of these conversations (those of no conversation come all the same). */
export const noticeFilter = z.strictObject({
  types: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(64))).check(z.maxLength(32))),
  conversations: z.optional(z.array(id).check(z.maxLength(100))),
})
export type NoticeFilter = z.infer<typeof noticeFilter>

/** What a client sends. An empty object answers a ping. */
export const command = z.object({
  id: commandId,
  connect: z.optional(
    z.object({
      token: z.optional(z.string().check(z.maxLength(4096))),
      /** Asks for subscriptions from the start; see `connectData`. */
      data: z.optional(z.unknown()),
      /** Where a client that comes back was in them. */
      subs: z.optional(z.record(channelName, z.object(position))),
      name: z.optional(z.string().check(z.maxLength(64))),
      version: z.optional(z.string().check(z.maxLength(64))),
    }),
  ),
  subscribe: z.optional(
    z.object({
      channel: channelName,
      ...position,
      token: z.optional(z.string()),
      data: z.optional(z.unknown()),
      /** Asks to be told who comes and goes. */
      join_leave: z.optional(z.boolean()),
    }),
  ),
  unsubscribe: z.optional(z.object({ channel: channelName })),
  history: z.optional(
    z.object({
      channel: channelName,
      limit: z.optional(z.number().check(z.int(), z.minimum(-1), z.maximum(300))),
      since: z.optional(z.object({ offset: z.optional(z.number().check(z.int(), z.minimum(0))), epoch: z.optional(z.string()) })),
      reverse: z.optional(z.boolean()),
    }),
  ),
  presence: z.optional(z.object({ channel: channelName })),
  presence_stats: z.optional(z.object({ channel: channelName })),
  rpc: z.optional(z.object({ method: z.string().check(z.maxLength(64)), data: z.optional(z.unknown()) })),
  refresh: z.optional(z.object({ token: z.optional(z.string()) })),
  /** Nobody publishes but the server. */
  publish: z.optional(z.object({ channel: channelName })),
  /** Without an id and without an answer; nothing comes of it. */
  send: z.optional(z.object({})),
  ping: z.optional(z.object({})),
})
export type Command = z.infer<typeof command>

export interface Publication {
  /** Absent on ephemeral events. */
  offset?: number
  data: unknown
}
export interface SubscribeResult {
  recoverable: boolean
  positioned: boolean
  epoch: string
  offset: number
  recovered?: boolean
  was_recovering?: boolean
  publications?: Publication[]
  /** Answers being written right now and what they hold so far; how far each participant has come; who reads it, as far as this instance knows yet. */
  data?: { streams: { messageId: string; index: number; text: string }[]; receipts: Receipt[]; present: string[] }
}
/** Somebody who reads a channel, however many connections they hold: both ids are their participant id. */
export interface ClientInfo {
  client: string
  user: string
}
export type Reply =
  | { id: number; error: { code: number; message: string; temporary?: boolean; details?: Record<string, unknown> } }
  | {
      id: number
      connect: {
        client: string
        version: string
        ping: number
        pong: boolean
        session: string
        node: string
        /** Set where the credential ends by itself: after `ttl` seconds, unless a `refresh` with another ticket comes before. */
        expires?: true
        ttl?: number
        /** By channel, those asked for in `connect.data`. */
        subs?: Record<string, SubscribeResult>
      }
    }
  | { id: number; subscribe: SubscribeResult }
  | { id: number; unsubscribe: Record<string, never> }
  | { id: number; history: { publications: Publication[]; epoch: string; offset: number } }
  | { id: number; presence: { presence: Record<string, ClientInfo> } }
  | { id: number; presence_stats: { num_clients: number; num_users: number } }
  | { id: number; ping: Record<string, never> }
  | { id: number; rpc: { data: unknown } }
  | { id: number; refresh: { client: string; version: string; expires?: true; ttl?: number } }
  | { push: { channel: string; pub: Publication } }
  | { push: { channel: string; join: { info: ClientInfo } } }
  | { push: { channel: string; leave: { info: ClientInfo } } }
  | { push: { channel: string; unsubscribe: { code: number; reason: string } } }
  | { push: { disconnect: { code: number; reason: string; reconnect: boolean } } }
  | Record<string, never>

/** Reply error codes (Centrifugo's). */
export const replyErrors = {
  internal: { code: 100, message: 'internal server error', temporary: true },
  unauthorized: { code: 101, message: 'unauthorized', temporary: false },
  permissionDenied: { code: 103, message: 'permission denied', temporary: false },
  methodNotFound: { code: 104, message: 'method not found', temporary: false },
  alreadySubscribed: { code: 105, message: 'already subscribed', temporary: false },
  limitExceeded: { code: 106, message: 'limit exceeded', temporary: false },
  badRequest: { code: 107, message: 'bad request', temporary: false },
  notAvailable: { code: 108, message: 'not available', temporary: false },
  tokenExpired: { code: 109, message: 'token expired', temporary: false },
  tooManyRequests: { code: 111, message: 'too many requests', temporary: true },
  unrecoverablePosition: { code: 112, message: 'unrecoverable position', temporary: false },
} as const

/** Disconnect codes (Centrifugo's). Below 3500 the client reconnects, from 3500 on it stays away. */
export const disconnectCodes = {
  shutdown: { code: 3001, reason: 'shutdown' },
  slow: { code: 3008, reason: 'slow' },
  insufficientState: { code: 3010, reason: 'insufficient state' },
  noPong: { code: 3012, reason: 'no pong' },
  invalidToken: { code: 3500, reason: 'invalid token' },
  badRequest: { code: 3501, reason: 'bad request' },
  stale: { code: 3502, reason: 'stale' },
  forceDisconnect: { code: 3503, reason: 'force disconnect' },
  connectionLimit: { code: 3504, reason: 'connection limit' },
  permissionDenied: { code: 3507, reason: 'permission denied' },
} as const

/** Unsubscribe codes (Centrifugo's). From 2500 on the client subscribes again by itself. */
export const unsubscribeCodes = {
  insufficientState: { code: 2500, reason: 'insufficient state' },
} as const

/** Seconds between pings, and milliseconds a pong may take. */
export const pingSeconds = 25
export const pongTimeoutMs = 8000
/** Bytes of one inbound frame. */
export const maxFrameBytes = 64 * 1024
