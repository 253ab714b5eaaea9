import { type CoachEvent, type Command, replyErrors, type SubscribeResult, unsubscribeCodes } from '@coachkit/contract'
import type { BusFrame, Principal } from '../ports/index.js'
import { type FeedReader, openConversationFeed } from './conversation-feed.js'
import { isFilter, wantedBy } from './notice-filter.js'
import type { Outgoing } from './outgoing.js'
import type { ConnectionDeps } from './realtime-deps.js'
import { type Answer, encode } from './transport.js'

const maxChannels = 128
const maxHistory = 300
/** Above any offset, and the largest that the log's column takes. */
const largestOffset = 2_147_483_647

interface Feed {
  /** Gives the subscribe result, and from then on pushes what follows it. */
  begin(reply: (result: SubscribeResult) => void): void
  close(): void
  catchUp?(): void
  present?(): string[]
}
type SubscribeRequest = NonNullable<Command['subscribe']>
interface Subscriptions {
  deps: ConnectionDeps
  /** As it is now. */
  principal(): Principal
  outgoing: Outgoing
  /** A channel misses events that cannot be read now. */
  onStuck(): void
}

/** The channels one connection reads. Rights are checked at every subscribe. */
export function createSubscriptions({ deps, principal, outgoing, onStuck }: Subscriptions) {
  const feeds = new Map<string, Feed>()
  const reader: FeedReader = { send: (push) => outgoing.send(encode(push)), sendIfReady: (push) => outgoing.sendIfReady(encode(push)) }
  let closed = false

  /** Its reader missed something that no log has: it subscribes anew, and reads its lists. */
  const sendAway = (channel: string) => {
    feeds.get(channel)?.close()
    if (feeds.delete(channel)) reader.send({ push: { channel, unsubscribe: unsubscribeCodes.insufficientState } })
  }
  const keep = (channel: string, feed: Feed) => {
    if (closed) feed.close()
    else feeds.set(channel, feed)
  }

  /** `undefined` where it may not be read. */
  const open = async (request: SubscribeRequest): Promise<Feed | undefined> => {
    const { channel } = request
    if (!(await deps.mayRead(principal(), channel))) return undefined
    const conversationId = conversationOf(channel)
    const feed =
      conversationId === undefined
        ? await openNoticeFeed({ deps, principal, channel, reader, wants: wantedBy(request.data), onMissed: () => sendAway(channel) })
        : await openConversationFeed({ deps, principal: principal(), channel, conversationId, reader, request, onStuck })
    keep(channel, feed)
    return feed
  }

  return {
    async subscribe(input: SubscribeRequest, reply: Answer): Promise<void> {
      const { channel } = input
      if (feeds.has(channel)) return reply({ error: replyErrors.alreadySubscribed })
      if (feeds.size >= maxChannels) return reply({ error: replyErrors.limitExceeded })
      if (conversationOf(channel) === undefined && !isFilter(input.data)) return reply({ error: replyErrors.badRequest })
      const feed = await open(input)
      if (!feed) return reply({ error: replyErrors.permissionDenied })
      feed.begin((result) => reply({ subscribe: result }))
    },
    /** Subscribes to all of these that may be read; `reply` gets what each begins with, and what follows is pushed after it. */
    async subscribeAll(requests: SubscribeRequest[], reply: (subs: Record<string, SubscribeResult>) => void): Promise<void> {
      const opened: { channel: string; feed: Feed }[] = []
      for (const request of requests) {
        const feed = feeds.has(request.channel) ? undefined : await open(request)
        if (feed) opened.push({ channel: request.channel, feed })
      }
      const subs: Record<string, SubscribeResult> = {}
      // Each begins inside the one before: none pushes anything until all have said where they begin.
      const begin = ([next, ...rest]: typeof opened): void => {
        if (!next) return reply(subs)
        next.feed.begin((result) => {
          subs[next.channel] = result
          begin(rest)
        })
      }
      begin(opened)
    },
    unsubscribe(channel: string): void {
      feeds.get(channel)?.close()
      feeds.delete(channel)
    },
    async history(input: NonNullable<Command['history']>, reply: Answer): Promise<void> {
      const conversationId = conversationOf(input.channel)
      if (conversationId === undefined || !feeds.has(input.channel)) return reply({ error: replyErrors.permissionDenied })
      const { events, offset, epoch } = await readPage({ deps, principal: principal(), conversationId, input })
      if (input.since?.epoch && input.since.epoch !== epoch) return reply({ error: replyErrors.unrecoverablePosition })
      reply({ history: { publications: events.map((logged) => ({ offset: logged.offset, data: logged.event })), epoch, offset } })
    },
    reads: (conversationId: string) => feeds.has(`conversation:${conversationId}`),
    presence(channel: string, reply: Answer): void {
      const present = feeds.get(channel)?.present?.()
      if (!present) return reply({ error: replyErrors.permissionDenied })
      reply({ presence: { presence: Object.fromEntries(present.map((user) => [user, { client: user, user }])) } })
    },
    presenceStats(channel: string, reply: Answer): void {
      const present = feeds.get(channel)?.present?.()
      if (!present) return reply({ error: replyErrors.permissionDenied })
      reply({ presence_stats: { num_clients: present.length, num_users: present.length } })
    },
    /** With a bus between processes, which may lose the last event of all. */
    catchUp(): void {
      if (deps.bus.capabilities.crossProcess) for (const feed of feeds.values()) feed.catchUp?.()
    },
    close(): void {
      closed = true
      for (const feed of feeds.values()) feed.close()
      feeds.clear()
    },
  }
}

interface ReadPage {
  deps: ConnectionDeps
  principal: Principal
  conversationId: string
  input: NonNullable<Command['history']>
}

/** Events after the position asked for, oldest first; in reverse those before it, newest first. Without a limit none, only where the log is; a negative one is the most there can be. */
async function readPage({ deps, principal, conversationId, input }: ReadPage) {
  const { limit: asked = 0, since, reverse = false } = input
  const limit = asked < 0 ? maxHistory : asked
  const read = (offset: number, most: number) => deps.readLog({ principal, conversationId, offset: Math.min(offset, largestOffset), limit: most })
  if (limit === 0) return { ...(await read(largestOffset, 1)), events: [] }
  if (!reverse) return read(since?.offset ?? 0, limit)
  const end = since?.offset ?? (await read(largestOffset, 1)).offset + 1
  // Offsets have no gaps, so that the page before `end` begins here.
  const start = Math.max(0, end - 1 - limit)
  const page = await read(start, limit)
  return { ...page, events: page.events.filter(({ offset }) => offset < end).toReversed() }
}

function conversationOf(channel: string): string | undefined {
  return channel.startsWith('conversation:') ? channel.slice('conversation:'.length) : undefined
}

interface NoticeFeed {
  deps: ConnectionDeps
  principal(): Principal
  channel: string
  reader: FeedReader
  /** Whether its reader asked for it. */
  wants(event: CoachEvent): boolean
  /** The bus may have lost something meanwhile, or the reader lags. */
  onMissed(): void
}

/** A channel without a log: what is missed is read over HTTP. */
async function openNoticeFeed({ deps, principal, channel, reader, wants, onMissed }: NoticeFeed): Promise<Feed> {
  const early: BusFrame[] = []
  let onFrame = (frame: BusFrame): void => void early.push(frame)
  const isTold = (frame: BusFrame): boolean => {
    if (!('event' in frame)) return frame.kind !== 'doorbell'
    return !wants(frame.event) || !deps.mayBeTold(principal(), frame.event) || reader.sendIfReady({ push: { channel, pub: { data: frame.event } } })
  }
  const tell = (frame: BusFrame): void => {
    if (!isTold(frame)) onMissed()
  }
  const close = await deps.bus.subscribe(channel, (frame) => onFrame(frame))
  return {
    close,
    begin(reply) {
      reply({ recoverable: false, positioned: false, epoch: '', offset: 0 })
      // What was missed until now is in the lists that its reader reads next.
      for (const frame of early.splice(0)) if (frame.kind !== 'doorbell') tell(frame)
      onFrame = tell
    },
  }
}
