import { CoachError } from '@coachkit/contract'
import * as z from 'zod/mini'
import type { CallingPage } from '../domain/origin/calling-page.js'
import { participantIdOf } from '../domain/participant/participant-id.js'
import type { Principal, RealtimeGateway } from '../ports/index.js'
import type { RealtimeDeps } from './realtime-deps.js'

/** What a gateway asks about. */
export const gatewayCalls = ['connect', 'refresh', 'subscribe', 'publish', 'rpc', 'sub_refresh'] as const
export type GatewayCall = (typeof gatewayCalls)[number]

export interface GatewayAsked {
  call: GatewayCall
  body: unknown
  page: CallingPage
  address: string | undefined
  device: string | undefined
  requestId: string
  signal: AbortSignal
}
export interface GatewayDeps extends Pick<RealtimeDeps, 'takeTicket' | 'recheck' | 'mayRead' | 'readStart' | 'snapshot' | 'invoke' | 'origins' | 'bus'> {
  gateway: RealtimeGateway
  /** A principal that was handed out as `meta`; `undefined` when it is none. */
  readPrincipal(value: unknown): Principal | undefined
}

/** After this long it asks again: a right that ended ends there too. */
const liveMs = 25_000
/** By then it has subscribed the client that it asked for. */
const settledMs = 250
/** Above any offset: asks for the log's position alone. */
const pastTheEnd = 2_147_483_647
/** Of Centrifugo: below 4500 a client comes back, from there on it stays away. */
const disconnects = {
  ticket: { code: 4000, reason: 'ticket expired' },
  unauthorized: { code: 4501, reason: 'unauthorized' },
  page: { code: 4503, reason: 'page not allowed' },
}
const denied = { error: { code: 403, message: 'permission denied' } }

const ticketData = z.object({
  ticket: z.string().check(z.maxLength(4096)),
  channels: z.optional(z.array(z.string().check(z.maxLength(255))).check(z.maxLength(32))),
})
const connectCall = z.object({ client: z.string(), data: z.optional(z.unknown()), channels: z.optional(z.array(z.string()).check(z.maxLength(32))) })
const given = z.optional(z.string().check(z.maxLength(2048)))
/** What a connection began with: its later calls come from the gateway itself. */
const metaOf = z.object({ meta: z.object({ principal: z.unknown(), from: z.optional(z.object({ page: given, device: given, address: given })) }) })
const channelCall = z.object({ channel: z.string().check(z.maxLength(255)) })
const rpcCall = z.object({ method: z.string().check(z.maxLength(64)), data: z.optional(z.unknown()) })

/** Answers what a Centrifugo asks of its proxies, by the rules that hold for connections here. */
export function createGatewayCalls(deps: GatewayDeps): (asked: GatewayAsked) => Promise<object> {
  return (asked) => (asked.call === 'connect' ? connect(deps, asked) : onConnection(deps, asked))
}

async function connect(deps: GatewayDeps, { body, page, device, address }: GatewayAsked): Promise<object> {
  const { data, channels: named = [] } = parsed(connectCall, body)
  const { data: given } = ticketData.safeParse(data)
  if (!given) return { disconnect: disconnects.unauthorized }
  const found = await deps.takeTicket(given.ticket)
  // It was used, as by a client that comes back: that gets another one.
  if (!found) return { disconnect: disconnects.ticket }
  const { principal } = found
  if (!(await deps.origins.mayCall(page, { id: principal.creatorId }))) return { disconnect: disconnects.page }
  const asked = [...new Set([...named, ...(given.channels ?? [])])]
  const readable = await Promise.all(asked.map((channel) => deps.mayRead(principal, channel)))
  const channels = asked.filter((_, at) => readable[at])
  return {
    result: {
      user: participantIdOf(principal),
      expire_at: soon(),
      meta: { principal, from: { page: page.origin, device, address } },
      ...(channels.length > 0 ? { channels } : {}),
    },
  }
}

async function onConnection(deps: GatewayDeps, asked: GatewayAsked): Promise<object> {
  const { call } = asked
  const principal = await callerOf(deps, asked)
  if (call === 'refresh') return expiring(principal !== undefined)
  if (call === 'sub_refresh') return expiring(principal !== undefined && (await deps.mayRead(principal, parsed(channelCall, asked.body).channel)))
  if (!principal) return { disconnect: disconnects.unauthorized }
  if (call === 'subscribe') return subscribe(deps, principal, asked)
  // Nobody publishes but the server.
  return call === 'rpc' ? rpc(deps, principal, asked) : denied
}

/** Whose connection it is, if that may still be. */
async function callerOf(deps: GatewayDeps, { body }: GatewayAsked): Promise<Principal | undefined> {
  const principal = deps.readPrincipal(metaOf.safeParse(body).data?.meta.principal)
  return principal && deps.recheck(principal).catch(ended)
}

function expiring(goesOn: boolean): object {
  return { result: goesOn ? { expire_at: soon() } : { expired: true } }
}

async function subscribe(deps: GatewayDeps, principal: Principal, { body }: GatewayAsked): Promise<object> {
  const { channel } = parsed(channelCall, body)
  if (!(await deps.mayRead(principal, channel))) return denied
  const conversationId = /^conversation:(.*)$/.exec(channel)?.[1]
  const expiry = { expire_at: soon() }
  if (conversationId === undefined) return { result: expiry }
  const { offset, epoch, receipts } = await deps.readStart({ principal, conversationId, offset: pastTheEnd, limit: 1 })
  const streams = deps.snapshot(conversationId)
  sayAgain(deps, channel, conversationId)
  return { result: { ...expiry, data: { streams, receipts, present: [], log: { offset, epoch } } } }
}

/** What is written while the subscription settles would be missed: it is said again, from the beginning, which readers take by its index. */
function sayAgain(deps: GatewayDeps, channel: string, conversationId: string): void {
  setTimeout(() => {
    for (const { messageId, text } of deps.snapshot(conversationId))
      deps.gateway.publish(channel, { data: { type: 'message.delta', messageId, index: 0, text } })
    deps.bus.publish(channel, { kind: 'recap' })
  }, settledMs).unref()
}

async function rpc(deps: GatewayDeps, principal: Principal, { body, address, requestId, signal }: GatewayAsked): Promise<object> {
  const { method, data } = parsed(rpcCall, body)
  try {
    const { page, device, address: began } = metaOf.safeParse(body).data?.meta.from ?? {}
    const result = await deps.invoke({ method, data, principal, address: began ?? address, page, device, requestId, signal, reads: () => false })
    return { result: { data: result ?? {} } }
  } catch (error) {
    if (!CoachError.isInstance(error)) throw error
    return { error: { code: error.status, message: error.code } }
  }
}

function soon(): number {
  return Math.floor((Date.now() + liveMs) / 1000)
}

function parsed<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body)
  if (!result.success) throw new CoachError('VAL_001')
  return result.data
}

/** A refusal is an answer; any other failure leaves it open. */
function ended(error: unknown): undefined {
  if (CoachError.isInstance(error) && error.status < 500) return undefined
  throw error
}
